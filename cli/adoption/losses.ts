import type { Reading, Sent } from "./dump/reading.ts";
import { bareName } from "./dump/statement.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, utf8 } from "./names.ts";
import type { FeedEnd, LineError } from "./quarantine/feed.ts";
import { sqlstateText } from "./quarantine/sqlstate.ts";

/** What was lost while loading a dump. */
export interface Losses {
  /** Why the dump is refused. */
  problems: readonly string[];
  /** What failed without concerning a table of this database. */
  left: readonly LeftBehind[];
}

/** Codes of failures of the server itself, whatever the statement. */
const serverFailure = /^(?:53|57|F0|XX|58(?!P01))/;
const syntaxError = "42601";
const unknownSetting = "22023";
/** Functions in outdated syntax, which do not affect rows. */
const functionPattern =
  /^create\s+(?:or\s+replace\s+)?(?:(?:trusted|procedural)\s+)*(?:function|procedure|language|aggregate|operator)\b/i;

const tooLarge =
  "the isolated server crashed while loading the dump, probably out of memory; make the dump again without --inserts";

/** Separates failures that lose rows from those that do not. @param wanted tables of this database */
export function findLosses(reading: Reading, end: FeedEnd, wanted: ReadonlySet<string>): Losses {
  const { verdict } = reading;
  const failed = grouped(reading.sent, end.errors);
  const unassigned = reading.copied.filter(
    ({ oid, target }) =>
      end.whole && oid === undefined && !failed.some(({ sent }) => sent?.target === target),
  );
  return {
    problems: [
      ...(verdict.kind === "cut" ? [`the dump is truncated: ${verdict.why}`] : []),
      ...reading.problems,
      ...failed.filter(({ sent, error }) => matters(sent, error, wanted)).map(message),
      ...unassigned.map(({ target }) => `the rows of ${name(target)}: their table is unknown`),
      ...(end.more > 0 ? [`${end.more} more statements failed`] : []),
      ...(end.whole ? [] : [tooLarge]),
    ],
    left: [
      ...failed
        .filter(({ sent, error }) => !matters(sent, error, wanted))
        .flatMap((group) => leftOf(group, reading)),
    ],
  };
}

/** What a failed statement leaves behind; a failed DROP or ALTER nothing. */
function leftOf({ sent, error }: Group, { copied }: Reading): LeftBehind[] {
  if (!sent?.target || sent.verb === "DROP" || sent.verb === "ALTER") return [];
  const { target, database, what } = sent;
  const rows = copied.find(
    (one) => one.oid === undefined && one.target === target && one.database === database,
  )?.rows;
  return [{ what: `${what} ${name(target)}`, rows, why: sqlstateText(error.code) }];
}

function matters(sent: Sent | undefined, { code }: LineError, wanted: ReadonlySet<string>): boolean {
  if (serverFailure.test(code)) return true;
  if (!sent || sent.loses === "always") return true;
  // A statement without its end swallows the next one.
  if (code === syntaxError && !functionPattern.test(sent.head)) return true;
  return sent.loses === "target" && sent.target !== undefined && wanted.has(bareName(sent.target));
}

interface Group {
  sent: Sent | undefined;
  error: LineError;
  count: number;
}

/** Groups errors by code and subject. Both lists are in the order of lines. */
function grouped(sent: readonly Sent[], errors: readonly LineError[]): Group[] {
  const groups = new Map<string, Group>();
  let at = 0;
  for (const error of errors) {
    while (at < sent.length && (sent[at]?.to ?? 0) < error.line) at += 1;
    const next = sent[at];
    const of = next && next.from <= error.line ? next : undefined;
    const key = `${of?.what} ${of?.target} ${error.code}`;
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { sent: of, error, count: 1 });
  }
  return [...groups.values()];
}

function message({ sent, error: { code, row }, count }: Group): string {
  if (!sent && code === unknownSetting) return "PostgreSQL does not know the encoding in --encoding";
  if (!sent) return `a statement failed: ${sqlstateText(code)}`;
  const lines = sent.line === sent.endLine ? `line ${sent.line}` : `lines ${sent.line} to ${sent.endLine}`;
  const what = sent.target ? `${sent.what} ${name(sent.target)}` : sent.what;
  const where = row ? ` at row ${row}` : "";
  const more = count > 1 ? `, ${count} times` : "";
  return `${lines}: ${what} failed${where}${more}: ${sqlstateText(code)}`;
}

const name = (target: string) => printable(utf8(target));
