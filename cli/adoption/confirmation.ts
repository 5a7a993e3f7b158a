import { Failure } from "../terminal/exit.ts";
import { isReadable } from "./dump/encoding.ts";
import { printable } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";

/** Facts about a dump that the operator has to supply. */
export interface Confirmation {
  /** IANA zone of times without a zone. */
  timeZone?: string | undefined;
  /** Row counts of all tables, as `Game 12, User 23`. */
  rows?: string | undefined;
  /** PostgreSQL's name of the encoding of a dump without one. */
  encoding?: string | undefined;
  /** Schema of the dump's tables. */
  schema?: string | undefined;
}

/** @throws {Failure} when a value is invalid */
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

/** Rejects offsets such as `+02`, whose sign PostgreSQL inverts. */
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
      `--rows takes each table with its row count, as 'Game 12, User 23', not '${printable(text)}'`,
    );
  return new Map(parts.map((part) => [part?.[1] ?? "", Number(part?.[2])]));
}

/** The value of `--rows` that confirms the row counts. */
function rowsText(plans: readonly TablePlan[], rows: readonly number[]): string {
  return plans.map(({ target }, index) => `${target.name} ${rows[index] ?? 0}`).join(", ");
}

/** What the operator has to confirm; empty once it is. @param doubts why the dump may be incomplete */
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
      `the dump may therefore be incomplete: compare with the old database, then confirm with --rows '${text}'`,
    ];
  const confirmed = parseRows(given);
  const same =
    confirmed.size === plans.length &&
    plans.every(({ target }, index) => confirmed.get(target.name) === (rows[index] ?? 0));
  return same ? [] : [...doubts, `--rows says '${printable(given)}', but the dump has '${text}'`];
}
