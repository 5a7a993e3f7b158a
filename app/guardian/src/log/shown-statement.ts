/** Longest statement that is passed on, in characters. */
const longest = 300;

/** A password in SQL, and whatever else stands in quotes: names stay, values of people and secrets do not. */
const literals = /(?:\bE|\bU&)?'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/gi;

/** A statement as people may see it: on one line, short, without the values in it. */
export function shownStatement(sql: string): string {
  const plain = sql
    .slice(0, 8192)
    .replace(literals, "'…'")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** A text from outside on one line, at most `length` characters long. */
export function shownText(text: string, length = 200): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return plain.length > length ? `${plain.slice(0, length)}…` : plain;
}
