/** Meaning of error codes. PostgreSQL's own messages are never shown, since they may contain row values. */
const meanings: Readonly<Record<string, string>> = {
  "0A000": "something that this server does not support, for example a missing extension",
  "21000": "a duplicate key",
  "22001": "a text that is too long",
  "22003": "a number that is too large",
  "22007": "a text that is not a date or time",
  "22008": "a date or time that does not exist",
  "22021": "bytes that are not valid in the dump's encoding; choose the right one with --encoding",
  "22023": "a setting that the server does not know",
  "22P02": "a text that is not valid for the column's type",
  "22P04": "a row with the wrong number of columns",
  "23502": "an empty value in a required column",
  "23503": "a reference to a row that does not exist",
  "23505": "a value that exists already",
  "23514": "a value that violates a check constraint",
  "25006": "a read-only transaction",
  "3F000": "a schema that does not exist",
  "42601": "text that is not SQL",
  "42703": "a column that does not exist",
  "42704": "a type, role or other object that does not exist",
  "42710": "something that exists already",
  "42883": "a function that does not exist",
  "42809": "a view or other object that accepts no rows",
  "42P01": "a table that does not exist",
  "42P07": "a table that exists already",
  "42P10": "columns that accept no values or have no unique index",
  "53100": "the disk is full",
  "53200": "the server is out of memory",
  "55000": "an object that is not ready, for example a view without data",
  "55P03": "the tables are locked by another program; stop it or try again",
  "57014": "a time limit was exceeded",
  "57P03": "the server is not ready",
  "58P01": "a missing file, for example of an extension",
};

/** The meaning of a code, if known, and the code. */
export function sqlstateText(code: string | undefined): string {
  if (!code) return "the server closed the connection";
  const meaning = meanings[code];
  return meaning ? `${meaning} (${code})` : `PostgreSQL error ${code}`;
}

/** The first code in psql's output with VERBOSITY sqlstate or verbose. */
export function sqlstateOf(stderr: string): string | undefined {
  return /(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5})\b/.exec(stderr)?.[1];
}
