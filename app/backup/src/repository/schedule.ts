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

/** Milliseconds to wait before a failed run is tried again: 1 min, 2 min, 4 min … 1 h. */
export function retryDelay(failures: number): number {
  return Math.min(60, 2 ** Math.max(0, failures - 1)) * 60_000;
}
