/** Encodings, by all their names, in which a quote or backslash may be part of a character. */
const notReadable =
  /^(?:sjis|mskanji|shiftjis|(?:win|windows)(?:932|936|949|950)|shiftjis2004|big5|gbk|gb18030|uhc|johab)$/;

const named = /^set\s+(?:session\s+)?(?:client_encoding\s*(?:=|\bto\b)|names\b)\s*['"]?([\w-]+)/i;

/** The client encoding that a statement sets. */
export function encodingOf(head: string): string | undefined {
  return named.exec(head)?.[1];
}

/** Whether text in an encoding can be parsed byte by byte. */
export function isReadable(encoding: string): boolean {
  return !notReadable.test(encoding.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
}
