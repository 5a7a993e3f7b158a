import { type Backup, newest } from "./backups.ts";

/** Kinds of backups. */
export type BackupKind = "full" | "incr";

/** Interval for each kind, in milliseconds from the end of the last good one. */
export interface Schedule {
  full: number;
  incr: number;
}

/** How far in the future a backup may be dated, in milliseconds, to allow for small clock differences. */
const clockSlack = 5 * 60 * 1000;

/** The kind of backup that a repository needs now; undefined when its backups are recent enough. Those dated in the future do not count. */
export function dueBackup(
  backups: Backup[],
  repository: number,
  now: number,
  schedule: Schedule,
): BackupKind | undefined {
  const plausible = backups.filter(({ stoppedAt }) => stoppedAt - now <= clockSlack);
  const isOlder = (last: Backup | undefined, than: number) => !last || now - last.stoppedAt >= than;
  if (isOlder(newest(plausible, repository, ["full"]), schedule.full)) return "full";
  if (isOlder(newest(plausible, repository, ["full", "diff", "incr"]), schedule.incr)) return "incr";
  return undefined;
}

/**
 * The error when pgBackRest refuses a backup because it would be dated before the last one. Undefined when that is not the reason.
 * @param last the repository's newest backup
 */
export function refusalToPrecede(last: Backup | undefined, now: number): Error | undefined {
  if (!last || last.stoppedAt <= now) return undefined;
  return new Error(
    `${last.label} is dated in the future, so no backup is possible until then: correct this host's clock. If the clock is right, remove that backup as docs/recovery.md describes`,
  );
}

/** Milliseconds until a failed run is retried: 1 min, 2 min, 4 min … 1 h. */
export function retryDelay(failures: number): number {
  return Math.min(60, 2 ** Math.max(0, failures - 1)) * 60_000;
}
