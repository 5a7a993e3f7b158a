/** A name as a quoted SQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name from a dump that is safe to print: shortened and without control characters. */
export function printable(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
  return clean.length > 80 ? `${clean.slice(0, 79)}…` : clean;
}

/** `"Table"."column"` for messages. */
export function shown(...path: readonly string[]): string {
  return path.map((name) => printable(quoted(name))).join(".");
}

/** Decodes UTF-8 bytes that were read as latin1. */
export function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
