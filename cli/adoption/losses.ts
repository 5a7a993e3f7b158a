import type { Reading, Sent } from "./dump/reading.ts";
import { bareName } from "./dump/statement.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, utf8 } from "./names.ts";
import type { FeedEnd, LineError } from "./quarantine/feed.ts";
import { sqlstateText } from "./quarantine/sqlstate.ts";

/** What loading a dump has lost. */
export interface Losses {
  /** Why the dump is refused. */
  readonly problems: readonly string[];
  /** What could not be made, is no table of this database, and why. */
  readonly left: readonly LeftBehind[];
}

/** Codes that tell of the server's own trouble, whatever the statement was about. */
const SERVER_TROUBLE = /^(?:53|57|F0|XX|58(?!P01))/;
const SYNTAX_ERROR = "42601";
const UNKNOWN_SETTING = "22023";
/** Old ways to write a function: nothing of the data. */
const FUNCTION =
  /^create\s+(?:or\s+replace\s+)?(?:(?:trusted|procedural)\s+)*(?:function|procedure|language|aggregate|operator)\b/i;

const TOO_LARGE =
  "the server that tries the dump out ended in the middle of it, as one does whose memory a statement fills; make the dump again without --inserts";

/** Tells what is lost from what does not matter. @param wanted tables of this database */
export function findLosses(reading: Reading, end: FeedEnd, wanted: ReadonlySet<string>): Losses {
  const { verdict } = reading;
  const failed = grouped(reading.sent, end.errors);
  const homeless = reading.copied.filter(
    ({ oid, target }) =>
      end.whole && oid === undefined && !failed.some(({ sent }) => sent?.target === target),
  );
  return {
    problems: [
      ...(verdict.kind === "cut" ? [`the dump is not whole: ${verdict.why}`] : []),
      ...reading.problems,
      ...failed.filter(({ sent, error }) => matters(sent, error, wanted)).map(sentence),
      ...homeless.map(({ target }) => `the rows of ${name(target)}: nothing tells which table they are for`),
      ...(end.more > 0 ? [`${end.more} more statements failed`] : []),
      ...(end.whole ? [] : [TOO_LARGE]),
    ],
    left: [
      ...failed
        .filter(({ sent, error }) => !matters(sent, error, wanted))
        .flatMap((group) => leftOf(group, reading)),
    ],
  };
}

/** A DROP that finds nothing leaves nothing behind. */
function leftOf({ sent, error }: Group, { copied }: Reading): LeftBehind[] {
  if (!sent?.target || sent.verb === "DROP" || sent.verb === "ALTER") return [];
  const { target, database, what } = sent;
  const rows = copied.find(
    (one) => one.oid === undefined && one.target === target && one.database === database,
  )?.rows;
  return [{ what: `${what} ${name(target)}`, rows, why: sqlstateText(error.code) }];
}

function matters(sent: Sent | undefined, { code }: LineError, wanted: ReadonlySet<string>): boolean {
  if (SERVER_TROUBLE.test(code)) return true;
  if (!sent || sent.loses === "always") return true;
  // A statement that lacks its end swallows the one behind it.
  if (code === SYNTAX_ERROR && !FUNCTION.test(sent.head)) return true;
  return sent.loses === "target" && sent.target !== undefined && wanted.has(bareName(sent.target));
}

interface Group {
  readonly sent: Sent | undefined;
  readonly error: LineError;
  count: number;
}

/** Errors of one code about one thing are one. The lines of both go upwards. */
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

function sentence({ sent, error: { code, row }, count }: Group): string {
  if (!sent && code === UNKNOWN_SETTING)
    return "PostgreSQL has no encoding of the name that --encoding gives";
  if (!sent) return `a statement failed: ${sqlstateText(code)}`;
  const lines = sent.line === sent.endLine ? `line ${sent.line}` : `lines ${sent.line} to ${sent.endLine}`;
  const what = sent.target ? `${sent.what} ${name(sent.target)}` : sent.what;
  const where = row ? ` at row ${row}` : "";
  const more = count > 1 ? `, ${count} times` : "";
  return `${lines}: ${what} failed${where}${more}: ${sqlstateText(code)}`;
}

const name = (target: string) => printable(utf8(target));
