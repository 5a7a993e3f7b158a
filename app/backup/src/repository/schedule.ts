import { type Backup, newest } from "./backups.ts";

/** Kinds of backups that are made. */
export type BackupKind = "full" | "incr";

/** How often each kind is made, in milliseconds from the end of the last good one. */
export interface Schedule {
  full: number;
  incr: number;
}

/** A clock may be wrong by this much, in milliseconds, before a backup of the future is no longer believed. */
const clockSlack = 5 * 60 * 1000;

/** What a repository needs now; undefined when its backups are recent enough. Those of the future do not count. */
export function dueBackup(
  backups: Backup[],
  repository: number,
  now: number,
  schedule: Schedule,
): BackupKind | undefined {
  const believed = backups.filter(({ stoppedAt }) => stoppedAt - now <= clockSlack);
  const isOlder = (last: Backup | undefined, than: number) => !last || now - last.stoppedAt >= than;
  if (isOlder(newest(believed, repository, ["full"]), schedule.full)) return "full";
  if (isOlder(newest(believed, repository, ["full", "diff", "incr"]), schedule.incr)) return "incr";
  return undefined;
}

/**
 * Why pgBackRest failed to make a backup: it makes none that is dated before another one. Undefined when that is not the reason.
 * @param last the newest one of the repository
 */
export function refusalToPrecede(last: Backup | undefined, now: number): Error | undefined {
  if (!last || last.stoppedAt <= now) return undefined;
  return new Error(
    `${last.label} is dated in the future, and no backup can be made until then: correct this host's clock, or, when it is right, take that backup out as docs/recovery.md says`,
  );
}

/** Milliseconds to wait before a failed run is tried again: 1 min, 2 min, 4 min … 1 h. */
export function retryDelay(failures: number): number {
  return Math.min(60, 2 ** Math.max(0, failures - 1)) * 60_000;
}
