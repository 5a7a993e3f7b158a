import { withoutLiterals } from "@tovplay/runtime/sql-literals";

/** Longest statement that is passed on, in characters. */
const longest = 300;

/** A statement as people may see it: on one line, short, without the values in it. */
export function shownStatement(sql: string): string {
  const plain = withoutLiterals(sql.slice(0, 8192))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** A text from outside on one line, at most `length` characters long. */
export function shownText(text: string, length = 200): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return plain.length > length ? `${plain.slice(0, length)}…` : plain;
}
