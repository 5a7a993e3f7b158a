/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name out of a dump as a terminal may show it: without control characters, and not endless. */
export function printable(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
  return clean.length > 80 ? `${clean.slice(0, 79)}…` : clean;
}

/** `"Table"."column"` for a sentence. */
export function shown(...path: readonly string[]): string {
  return path.map((name) => printable(quoted(name))).join(".");
}

/** Bytes that were read as latin1, as the text that they are. */
export function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
