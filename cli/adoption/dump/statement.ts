import { utf8 } from "../names.ts";

/** How a statement of a dump is handled. */
export type Treatment =
  /** It is not sent: this database has its own version, or it does not affect rows. */
  | { kind: "skip"; what: string }
  /** The file is refused. */
  | { kind: "refuse"; why: string }
  | {
      kind: "send";
      /** Name, in the statement, of the table or view that it creates, changes or fills. */
      target: string | undefined;
      /** Whether its failure may lose rows of its target; always: of anything. */
      loses: "nothing" | "target" | "always";
      /** What it is about, for messages. */
      what: string;
      /** Why rows may differ from those that pg_dump read, as the end of a sentence about its line. */
      doubt?: string | undefined;
    };

const name = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)`;
const qualified = String.raw`(${name}(?:\s*\.\s*${name}){0,2})`;
const pattern = (text: string) => new RegExp(`^(?:${text})`, "i");

/** Statements that are skipped, and what they are about. */
const skippedPatterns: readonly (readonly [RegExp, string])[] = [
  [
    pattern(
      String.raw`(?:create|alter|drop)\s+(?:role|user|group|tablespace|subscription|publication|server)\b`,
    ),
    "roles",
  ],
  [
    pattern(String.raw`(?:(?:create|alter|drop)\s+database|alter\s+system|update\s+pg_catalog\s*\.)\b`),
    "settings of the database",
  ],
  [
    pattern(String.raw`(?:grant|revoke)\b|alter\s+default\s+privileges\b|(?:reassign|drop)\s+owned\b`),
    "grants",
  ],
  [pattern(String.raw`alter\s[\s\S]*\sowner\s+to\s+(?:${name})\s*;?$`), "owners"],
  [
    pattern(
      String.raw`set\s+session\s+authorization\b|(?:re)?set\s+(?:(?:session|local)\s+)?role\b|reset\s+session\b`,
    ),
    "owners",
  ],
  [
    pattern(String.raw`(?:create|alter|drop)\s+(?:event\s+trigger|trigger|policy|rule)\b`),
    "triggers and rules",
  ],
  [pattern(String.raw`create\s+(?:or\s+replace\s+|constraint\s+)*(?:trigger|rule)\b`), "triggers and rules"],
  [pattern(String.raw`comment\s+on\b|security\s+label\b`), "comments"],
  [pattern(String.raw`create\s+(?:unique\s+)?index\b|alter\s+index\b|cluster\b|reindex\b`), "indexes"],
  [
    pattern(
      String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${qualified}\s+(?:add\s+(?:constraint|primary|unique|foreign|check|exclude)\b|(?:enable|disable|force|no\s+force|replica|cluster)\b)`,
    ),
    "constraints",
  ],
  [pattern(String.raw`(?:begin|start\s+transaction|commit|end|savepoint|release)\b`), "transactions"],
  [pattern(String.raw`set\s+(?:default_tablespace|default_with_oids|transaction|constraints)\b`), "settings"],
];

/** Statements about one object, whose name is the first group; what their failure loses, and what they are about. */
const targeted: readonly (readonly [RegExp, "nothing" | "target", string])[] = [
  [pattern(String.raw`copy\s+(?:only\s+)?${qualified}\s*(?=\(|(?:from|to|with)\b)`), "target", "the rows of"],
  [pattern(String.raw`insert\s+into\s+${qualified}`), "target", "the rows of"],
  [
    pattern(String.raw`create\s+extension\s+(?:if\s+not\s+exists\s+)?${qualified}`),
    "nothing",
    "the extension",
  ],
  [
    pattern(
      String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${qualified}\s+(?:drop\b|alter\s+(?:column\s+)?${name}\s+(?:drop|set\s+(?:statistics|storage|compression))\b)`,
    ),
    "nothing",
    "the table",
  ],
  [pattern(String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${qualified}`), "target", "the table"],
  [
    pattern(
      String.raw`create\s+(?:(?:unlogged|temp|temporary|foreign|global|local)\s+)*table\s+(?:if\s+not\s+exists\s+)?${qualified}`,
    ),
    "target",
    "the table",
  ],
  [
    pattern(
      String.raw`(?:create|refresh)\s+(?:or\s+replace\s+)?(?:materialized\s+|recursive\s+)*view\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?${qualified}`,
    ),
    "target",
    "the view",
  ],
];

/** Statements that may fail without losing rows: a table that depends on them fails too, and is reported. */
const makesNoRows = pattern(
  String.raw`(?:create|alter|drop|set|reset|analyze|vacuum|checkpoint|discard|lock|listen|notify|load|import)\b|select\s+(?:pg_catalog\s*\.\s*\w+|setval|set_config|lo_\w+|lowrite)\s*\(`,
);
const refusedPatterns: readonly (readonly [RegExp, string])[] = [
  [pattern(String.raw`(?:rollback|abort|prepare\s+transaction)\b`), "undoes earlier statements"],
  [
    /^pg_(?:dump|dumpall|restore): /,
    "is a message of pg_dump in the middle of the dump; make the dump again with 'pg_dump --file'",
  ],
  [
    pattern(
      String.raw`set\s+local\s+(?!role\b)|select\s+(?:pg_catalog\s*\.\s*)?set_config\s*\([^;]*,\s*'?(?:t|true|on|yes|1)'?\s*\)`,
    ),
    "has a setting for one transaction, but dumps are loaded without transactions; change it to a session setting",
  ],
  [
    pattern(
      String.raw`copy\s+binary\s+(?!from\b)[^(.\s]|copy\b[\s\S]*\bfrom\s+stdin\b(?:[^']|'[^']*')*\bbinary\b`,
    ),
    "has binary rows, which an SQL file cannot contain; make the dump again",
  ],
];

/** Statements after which rows may differ from those that pg_dump read. */
const suspicious: readonly (readonly [RegExp, string])[] = [
  [
    pattern(String.raw`set\s+row_security\s*(?:=|\bto\b)\s*'?(?:on|true|yes|1)\b`),
    "shows that the dump was made with --enable-row-security, which omits rows",
  ],
  [
    pattern(String.raw`copy\b[\s\S]*\bfrom\s+stdin\b(?:[^']|'[^']*')*\b(?:where|on_error)\b`),
    "has a COPY that omits rows",
  ],
];

/** Classifies a statement. @param head its start without comments */
export function treatmentOf(head: string): Treatment {
  const refused = refusedPatterns.find(([known]) => known.test(head));
  if (refused) return { kind: "refuse", why: refused[1] };
  const skipped = skippedPatterns.find(([known]) => known.test(head));
  if (skipped) return { kind: "skip", what: skipped[1] };
  const [, doubt] = suspicious.find(([known]) => known.test(head)) ?? [];
  for (const [known, loses, what] of targeted) {
    const [, target] = known.exec(head) ?? [];
    if (target) return { kind: "send", target, loses, what, doubt };
  }
  if (makesNoRows.test(head))
    return { kind: "send", target: undefined, loses: "nothing", what: "a statement", doubt };
  const changes = "is a statement that pg_dump does not write, and may change rows";
  return { kind: "send", target: undefined, loses: "always", what: "a statement", doubt: doubt ?? changes };
}

/** The last part of an SQL name: `User` for `public."User"`. */
export function bareName(target: string): string {
  const last = [...target.matchAll(new RegExp(name, "g"))].at(-1)?.[0] ?? "";
  return utf8(last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last.toLowerCase());
}

/** Whether a COPY has pg_dump's form, in which each line is a row. */
export function isPlainCopy(head: string): boolean {
  return /\bfrom\s+stdin\s*;$/i.test(head);
}
