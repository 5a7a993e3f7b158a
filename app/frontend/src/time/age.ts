/** Age from which information is old, in milliseconds. The text about old information mentions it. */
export const oldAfter = 5 * 60_000;

/** Milliseconds until information read at `readAt` is old; 0 when it already is. A clock that was set back counts as no time passed. */
export function timeUntilOld(readAt: number, now: number): number {
  const age = Math.max(0, now - readAt);
  return Math.max(0, oldAfter - age);
}

/** Time of the oldest answer, in milliseconds since 1970; undefined when there is none. */
export function oldestOf(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
