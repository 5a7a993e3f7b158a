/** What PostgreSQL's codes mean here; its own sentences may hold values of rows, so they are never shown. */
const WORDS: Readonly<Record<string, string>> = {
  "0A000": "something that this server cannot do, an extension that it lacks for example",
  "21000": "a key that is there more than once",
  "22001": "a text that is too long",
  "22003": "a number that is too large",
  "22007": "a text that is no date or time",
  "22008": "a date or time that does not exist",
  "22021": "bytes that are not text in the encoding of the dump; name the right one with --encoding",
  "22023": "a setting that the server does not know",
  "22P02": "a text that is no value of the column's type",
  "22P04": "a row with another number of columns",
  "23502": "an empty value in a required column",
  "23503": "a reference to a row that is not there",
  "23505": "a value that is there already",
  "23514": "a value that a rule refuses",
  "25006": "a transaction that only reads",
  "3F000": "a schema that is not there",
  "42601": "text that is not SQL",
  "42703": "a column that is not there",
  "42704": "a type, role or other object that is not there",
  "42710": "something that is there already",
  "42883": "a function that is not there",
  "42809": "a view or other thing that takes no rows",
  "42P01": "a table that is not there",
  "42P07": "a table that is there already",
  "42P10": "columns that take no values, or that no unique index has",
  "53100": "the disk is full",
  "53200": "memory ran out",
  "55000": "a thing that is not in the state for it, a view without data for example",
  "55P03": "another program holds the tables; stop it, or try again",
  "57014": "a time limit was reached",
  "57P03": "the server is not ready",
  "58P01": "a file that is not there, of an extension for example",
};

/** A code for a sentence: what it means where that is known, and the code itself. */
export function sqlstateText(code: string | undefined): string {
  if (!code) return "the server ended the connection";
  const words = WORDS[code];
  return words ? `${words} (${code})` : `PostgreSQL's error ${code}`;
}

/** The first code in what psql printed with VERBOSITY sqlstate or verbose. */
export function sqlstateOf(stderr: string): string | undefined {
  return /(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5})\b/.exec(stderr)?.[1];
}
