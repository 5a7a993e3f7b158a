/** What stands for a value that was left out. */
const leftOut = '"…"';

/** SQLSTATEs whose messages quote what was sent: class 22 is a value that does not fit, 42601 a text that is no SQL. */
const quotesValues = /^(22|42601$)/;

/** A name in a message about a constraint, which people need to find it; anything else in quotes may be a value. */
const named = /((?:constraint|relation|table|column|index|domain) "[^"]{1,63}")|"[^"]*(?:"|$)/g;

/**
 * A message of PostgreSQL without the values of rows in it. In class 23 the names of tables and constraints stay; where a
 * value is quoted, everything from the first quote on is left out, because a value may have quotes of its own.
 * @param code SQLSTATE of the message
 */
export function withoutRowValues(code: string, message: string): string {
  if (code.startsWith("23")) return message.replace(named, (_whole, name?: string) => name ?? leftOut);
  if (!quotesValues.test(code)) return message;
  const quote = message.indexOf('"');
  const words = quote === -1 ? message : message.slice(0, quote);
  // Some say the value without quotes: `date field value out of range: 2026-13-77`.
  const plain = words.replace(/\b\d[\w.:+-]*/g, "…");
  return quote === -1 ? plain : `${plain}${leftOut}`;
}
