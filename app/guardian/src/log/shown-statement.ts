import { withoutLiterals } from "@tovplay/runtime/sql-literals";

/** Longest statement shown, in characters. */
const longest = 300;

/** A statement for display: on one line, truncated, without its values. */
export function shownStatement(sql: string): string {
  const plain = withoutLiterals(sql.slice(0, 8192))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** An untrusted text on one line, at most `length` characters long. */
export function shownText(text: string, length = 200): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return plain.length > length ? `${plain.slice(0, length)}…` : plain;
}
