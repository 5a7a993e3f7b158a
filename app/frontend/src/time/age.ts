/** Age in milliseconds from which information is called old. The text that says so names it. */
export const oldAfter = 5 * 60_000;

/** Milliseconds until information read at `readAt` is old; 0 when it already is. A clock set back never makes it younger than new. */
export function timeUntilOld(readAt: number, now: number): number {
  const age = Math.max(0, now - readAt);
  return Math.max(0, oldAfter - age);
}

/** When the oldest of several answers was read; undefined until there is one. Milliseconds since 1970. */
export function oldestOf(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
