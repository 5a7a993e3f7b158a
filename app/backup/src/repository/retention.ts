import type { Backup } from "./backups.ts";

/** What is kept. */
export interface Retention {
  /** Days within which any moment can be restored. */
  pointInTimeDays: number;
  /** Number of weeks, besides the current one, for which one full backup each is kept. */
  weeks: number;
  /** Number of months, besides the current one, for which one full backup each is kept. */
  months: number;
}

/** What may be removed from one repository. */
export interface Expiry {
  /** Labels to expire, oldest first. Backups that depend on an expired one expire with it and are not listed. */
  backups: string[];
  /** Number of newest full backups from whose start all WAL is kept; older backups keep only the WAL that makes them consistent. */
  fullBackupsWithWal: number;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Decides what may be removed. Kept are every full backup since the start of the window, the newest one before it (which every moment
 * of the window needs), the first of each week and of each month in their periods, and always the newest.
 * Incremental backups are kept as long as their WAL.
 * @param now milliseconds since 1970
 */
export function expiry(backups: Backup[], now: number, retention: Retention): Expiry {
  const full = backups.filter(({ type }) => type === "full").sort((a, b) => a.stoppedAt - b.stoppedAt);
  const windowStart = now - retention.pointInTimeDays * day;
  const base = Math.max(
    0,
    full.findLastIndex(({ stoppedAt }) => stoppedAt <= windowStart),
  );
  const inWindow = new Set(full.slice(base).map(({ label }) => label));
  const kept = new Set([
    ...inWindow,
    ...firstOfEach(full, weekOf, weekOf(now) - retention.weeks),
    ...firstOfEach(full, monthOf, monthOf(now) - retention.months),
  ]);
  const expired = full.filter(({ label }) => !kept.has(label)).map(({ label }) => label);
  // Everything that depends on a kept full backup outside the window; `prior` gives the first of each chain.
  const dependents = backups.filter(
    ({ type, prior }) => type !== "full" && prior !== null && kept.has(prior) && !inWindow.has(prior),
  );
  return {
    backups: [...expired, ...dependents.map(({ label }) => label)].sort(),
    fullBackupsWithWal: Math.max(1, inWindow.size),
  };
}

/**
 * Whether the clock may have jumped: the time between two backups of the window, or since the last one, is too long.
 * Until the window has moved on, nothing may expire: the older backups may be the only ones of the true last days.
 * @param most longest expected time between two backups, in milliseconds
 */
export function clockInDoubt(
  backups: Backup[],
  now: number,
  { pointInTimeDays }: Retention,
  most: number,
): boolean {
  const times = [...backups.map(({ stoppedAt }) => stoppedAt), now].sort((a, b) => a - b);
  return times.some((at, index) => at > now - pointInTimeDays * day && at - (times[index - 1] ?? at) > most);
}

/** The oldest full backup from whose start all WAL is kept. */
export function baseOfLog(backups: Backup[], now: number, retention: Retention): Backup | undefined {
  const full = backups.filter(({ type }) => type === "full").sort((a, b) => a.stoppedAt - b.stoppedAt);
  return full.at(-expiry(backups, now, retention).fullBackupsWithWal) ?? full[0];
}

/** Labels of the oldest backup of each period, from period `from` on. */
function firstOfEach(full: Backup[], periodOf: (at: number) => number, from: number): string[] {
  const first = new Map<number, string>();
  for (const { label, stoppedAt } of full) {
    const period = periodOf(stoppedAt);
    if (period >= from && !first.has(period)) first.set(period, label);
  }
  return [...first.values()];
}

/** Weeks since the first week of 1970, starting on Mondays, UTC. */
function weekOf(at: number): number {
  return Math.floor((at / day + 3) / 7);
}

/** Months since the year 0, UTC. */
function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
