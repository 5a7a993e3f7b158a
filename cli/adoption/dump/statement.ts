import { utf8 } from "../names.ts";

/** What becomes of a statement of a dump. */
export type Treatment =
  /** It stays behind: what it makes is declared here, or is none of the data. */
  | { readonly kind: "skip"; readonly what: string }
  /** It takes back what came before it: such a file is refused. */
  | { readonly kind: "refuse"; readonly why: string }
  | {
      readonly kind: "send";
      /** The table or view that it makes, changes or fills, as the statement names it. */
      readonly target: string | undefined;
      /** Whether its failure loses something of its target; always: of whatever it touches. */
      readonly loses: "nothing" | "target" | "always";
      /** What it is about, for a sentence. */
      readonly what: string;
    };

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)`;
const QUALIFIED = String.raw`(${NAME}(?:\s*\.\s*${NAME}){0,2})`;
const pattern = (text: string) => new RegExp(`^(?:${text})`, "i");

/** Statements that stay behind, and what they are about. */
const LEFT: readonly (readonly [RegExp, string])[] = [
  [
    pattern(
      String.raw`(?:create|alter|drop)\s+(?:role|user|group|tablespace|subscription|publication|server)\b`,
    ),
    "roles",
  ],
  [pattern(String.raw`(?:create|alter|drop)\s+database\b`), "settings of the database"],
  [
    pattern(String.raw`(?:grant|revoke)\b|alter\s+default\s+privileges\b|(?:reassign|drop)\s+owned\b`),
    "grants",
  ],
  [pattern(String.raw`alter\s[\s\S]*\sowner\s+to\s+(?:${NAME})\s*;?$`), "owners"],
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
      String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${QUALIFIED}\s+(?:add\s+(?:constraint|primary|unique|foreign|check|exclude)\b|(?:enable|disable|force|no\s+force|replica|cluster)\b)`,
    ),
    "constraints",
  ],
  [pattern(String.raw`(?:begin|start\s+transaction|commit|end|savepoint|release)\b`), "transactions"],
  [pattern(String.raw`set\s+(?:default_tablespace|default_with_oids|transaction|constraints)\b`), "settings"],
];

/** Statements about one thing, the first group being its name, what their failure loses, and what they are about. */
const ABOUT: readonly (readonly [RegExp, "nothing" | "target", string])[] = [
  [pattern(String.raw`copy\s+(?:only\s+)?${QUALIFIED}`), "target", "the rows of"],
  [pattern(String.raw`insert\s+into\s+${QUALIFIED}`), "target", "the rows of"],
  [
    pattern(String.raw`create\s+extension\s+(?:if\s+not\s+exists\s+)?${QUALIFIED}`),
    "nothing",
    "the extension",
  ],
  [
    pattern(
      String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${QUALIFIED}\s+(?:drop\b|alter\s+(?:column\s+)?${NAME}\s+(?:drop|set\s+(?:statistics|storage|compression))\b)`,
    ),
    "nothing",
    "the table",
  ],
  [pattern(String.raw`alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${QUALIFIED}`), "target", "the table"],
  [
    pattern(
      String.raw`create\s+(?:(?:unlogged|temp|temporary|foreign|global|local)\s+)*table\s+(?:if\s+not\s+exists\s+)?${QUALIFIED}`,
    ),
    "target",
    "the table",
  ],
  [
    pattern(
      String.raw`(?:create|refresh)\s+(?:or\s+replace\s+)?(?:materialized\s+|recursive\s+)*view\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?${QUALIFIED}`,
    ),
    "target",
    "the view",
  ],
];

const CHANGES_ROWS = pattern(
  String.raw`(?:update|delete|merge|truncate|with|do|call|execute)\b|select\b[^;]*\binto\b`,
);
/** What may fail without a loss: a table that needs it fails then, and is named. Text that is no SQL is not among it. */
const MAKES_NO_ROWS = pattern(
  String.raw`(?:create|alter|drop|set|reset|analyze|vacuum|checkpoint|discard|lock|listen|notify|load|import)\b|select\s+(?:pg_catalog\.)?\w+\s*\(`,
);
const TAKES_BACK = pattern(String.raw`(?:rollback|abort|prepare\s+transaction)\b`);

/** What becomes of a statement. @param head its beginning without comments */
export function treatmentOf(head: string): Treatment {
  if (TAKES_BACK.test(head)) return { kind: "refuse", why: "takes back what came before it" };
  if (/^pg_(?:dump|dumpall|restore): /.test(head))
    return {
      kind: "refuse",
      why: "is a message of pg_dump, mixed into the dump; make the dump again with 'pg_dump --file'",
    };
  const left = LEFT.find(([known]) => known.test(head));
  if (left) return { kind: "skip", what: left[1] };
  for (const [known, loses, what] of ABOUT) {
    const [, target] = known.exec(head) ?? [];
    if (target) return { kind: "send", target, loses, what };
  }
  const loses = CHANGES_ROWS.test(head) || !MAKES_NO_ROWS.test(head) ? "always" : "nothing";
  return { kind: "send", target: undefined, loses, what: "a statement" };
}

/** The last part of a name as SQL writes it: `public."User"` is `User`. */
export function bareName(target: string): string {
  const last = [...target.matchAll(new RegExp(NAME, "g"))].at(-1)?.[0] ?? "";
  return utf8(last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last.toLowerCase());
}

/** A query that fails exactly when a COPY's table or one of its columns is not there. */
export function copyProbe(head: string): string | undefined {
  const columns = String.raw`(?:\s*\(((?:"(?:[^"]|"")*"|[^")])*)\))?`;
  const [, table, list] = pattern(String.raw`copy\s+(?:only\s+)?${QUALIFIED}${columns}`).exec(head) ?? [];
  return table ? `SELECT ${list?.trim() || "*"} FROM ${table} LIMIT 0;` : undefined;
}
