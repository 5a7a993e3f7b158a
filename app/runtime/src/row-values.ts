/** Placeholder of a removed value. */
const leftOut = '"…"';

/** SQLSTATEs whose messages quote the input: class 22 is a data exception, 42601 a syntax error. */
const quotesValues = /^(22|42601$)/;

/** A name in a message about a constraint, which helps to find it; anything else in quotes may be a value. */
const named = /((?:constraint|relation|table|column|index|domain) "[^"]{1,63}")|"[^"]*(?:"|$)/g;

/**
 * A PostgreSQL message without row values. In class 23 the names of tables and constraints stay; where a
 * value is quoted, everything from the first quote on is removed, because a value may contain quotes.
 * @param code SQLSTATE of the message
 */
export function withoutRowValues(code: string, message: string): string {
  if (code.startsWith("23")) return message.replace(named, (_whole, name?: string) => name ?? leftOut);
  if (!quotesValues.test(code)) return message;
  const quote = message.indexOf('"');
  const words = quote === -1 ? message : message.slice(0, quote);
  // Some messages contain the value without quotes: `date field value out of range: 2026-13-77`.
  const plain = words.replace(/\b\d[\w.:+-]*/g, "…");
  return quote === -1 ? plain : `${plain}${leftOut}`;
}
