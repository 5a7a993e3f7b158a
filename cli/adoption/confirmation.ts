import { Failure } from "../terminal/exit.ts";
import { isReadable } from "./dump/encoding.ts";
import { printable } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";

/** What the operator says about a dump that does not say it itself. */
export interface Confirmation {
  /** IANA zone of local times. */
  readonly timeZone?: string | undefined;
  /** Rows of every table, as `Game 12, User 23`. */
  readonly rows?: string | undefined;
  /** PostgreSQL's name of the encoding of text in a dump without one. */
  readonly encoding?: string | undefined;
  /** Schema in which the dump's tables are. */
  readonly schema?: string | undefined;
}

/** @throws {Failure} in one sentence when something of it makes no sense */
export function checkConfirmation({ timeZone, rows, encoding }: Confirmation): void {
  if (timeZone !== undefined && !isZone(timeZone))
    throw new Failure("usage", `--time-zone takes a zone such as UTC or Asia/Jerusalem, not '${timeZone}'`);
  if (encoding !== undefined && !/^[A-Za-z][A-Za-z0-9_-]{1,30}$/.test(encoding))
    throw new Failure(
      "usage",
      `--encoding takes a name such as WIN1252 or LATIN1, not '${printable(encoding)}'`,
    );
  if (encoding !== undefined && !isReadable(encoding))
    throw new Failure(
      "usage",
      `--encoding ${encoding} cannot be read safely; make the dump again with 'pg_dump --encoding=UTF8'`,
    );
  if (rows !== undefined) parseRows(rows);
}

/** Offsets such as `+02` are refused: PostgreSQL reads their sign the other way round. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function parseRows(text: string): Map<string, number> {
  const parts = text.split(",").map((part) => /^\s*(\S+)\s+(\d{1,15})\s*$/.exec(part));
  if (parts.some((part) => part === null))
    throw new Failure(
      "usage",
      `--rows takes each table with its rows, as 'Game 12, User 23', not '${printable(text)}'`,
    );
  return new Map(parts.map((part) => [part?.[1] ?? "", Number(part?.[2])]));
}

/** The words that confirm the rows of every table. */
function rowsText(plans: readonly TablePlan[], rows: readonly number[]): string {
  return plans.map(({ target }, index) => `${target.name} ${rows[index] ?? 0}`).join(", ");
}

/** What is still to be confirmed; nothing when it is. @param doubts why the dump may not be whole */
export function unconfirmed(
  doubts: readonly string[],
  plans: readonly TablePlan[],
  rows: readonly number[],
  given: string | undefined,
): string[] {
  if (doubts.length === 0) return [];
  const text = rowsText(plans, rows);
  if (given === undefined)
    return [
      ...doubts,
      `so nothing proves that the dump is whole: compare with the old database, then confirm with --rows '${text}'`,
    ];
  const confirmed = parseRows(given);
  const same =
    confirmed.size === plans.length &&
    plans.every(({ target }, index) => confirmed.get(target.name) === (rows[index] ?? 0));
  return same ? [] : [...doubts, `--rows says '${printable(given)}', and the dump holds '${text}'`];
}
