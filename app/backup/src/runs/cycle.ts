import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@tovplay/runtime/log";
import type { BackupKind } from "../repository/schedule.ts";
import { dueBackup, retryDelay } from "../repository/schedule.ts";
import { repositoriesOf } from "../settings.ts";
import {
  backUp,
  check,
  expire,
  expiringRepositories,
  listBackups,
  type OperationContext,
  verifyRepository,
} from "./operations.ts";
import { pruneReceivedWal } from "./received-wal.ts";
import type { RunRecord } from "./run-record.ts";
import type { Turns } from "./turns.ts";

const minute = 60_000;

/** Interval between checks for due backups, in milliseconds. */
const pause = 15_000;

/** State of the scheduler. */
export interface Cycle {
  /** Time of the last check for due backups, in milliseconds since 1970. */
  lookedAt: number;
  /** Whether the repositories were ready at the last check. */
  ready: boolean;
}

/** Makes a backup, verifies it and then expires old ones. */
export async function backUpAndVerify(
  context: OperationContext,
  kind: BackupKind,
  repository: number,
): Promise<RunRecord[]> {
  const made = await backUp(context, kind, repository);
  if (!made.success) return [made];
  const verified = await verifyRepository(context, repository, kind === "full");
  // Nothing expires until the backup that remains is verified.
  const expires = verified.success && expiringRepositories(context.settings).includes(repository);
  return expires ? [made, verified, await expire(context, repository)] : [made, verified];
}

/** Makes due backups until the signal stops it. */
export async function runCycle(
  context: OperationContext,
  turns: Turns,
  cycle: Cycle,
  log: Logger,
): Promise<void> {
  const failures = new Map<number, { count: number; nextAt: number }>();
  while (!context.signal.aborted) {
    try {
      await turns.take(() => runDueBackups(context, cycle, failures));
    } catch (error) {
      log.error({ err: error }, "cannot determine which backups are due");
    }
    cycle.lookedAt = Date.now();
    await sleep(pause, undefined, { signal: context.signal }).catch(() => undefined);
  }
}

async function runDueBackups(
  context: OperationContext,
  cycle: Cycle,
  failures: Map<number, { count: number; nextAt: number }>,
): Promise<void> {
  const { settings, journal } = context;
  cycle.lookedAt = Date.now();
  await journal.send();
  if (!cycle.ready) cycle.ready = (await check(context)).success;
  if (!cycle.ready) return;
  const { backups } = await listBackups(context);
  const schedule = {
    full: settings.FULL_EVERY_MINUTES * minute,
    incr: settings.INCREMENTAL_EVERY_MINUTES * minute,
  };
  for (const repository of repositoriesOf(settings)) {
    const kind = dueBackup(backups, repository, Date.now(), schedule);
    const failed = failures.get(repository);
    // A monotonic clock: a system clock that jumps back must not stop the backups.
    if (!kind || (failed && performance.now() < failed.nextAt)) continue;
    const records = await backUpAndVerify(context, kind, repository);
    if (records.every(({ success }) => success)) failures.delete(repository);
    else noteFailure(failures, repository);
  }
  await pruneReceivedWal(context);
}

function noteFailure(failures: Map<number, { count: number; nextAt: number }>, repository: number): void {
  const count = (failures.get(repository)?.count ?? 0) + 1;
  failures.set(repository, { count, nextAt: performance.now() + retryDelay(count) });
}
