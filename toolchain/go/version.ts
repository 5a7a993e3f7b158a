/** A program's version as numbers, or undefined when the text contains none. */
export function readVersion(text: string): [number, number, number] | undefined {
  const match = /(?:^|[^0-9.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether the version in a text is at least the given one; false when the text contains none. */
export function isAtLeast(text: string, wanted: readonly [number, number, number]): boolean {
  const version = readVersion(text);
  if (!version) return false;
  const different = version.findIndex((part, at) => part !== wanted[at]);
  return different === -1 || (version[different] ?? 0) > (wanted[different] ?? 0);
}
