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

/** Pause between two looks at what is due, in milliseconds. */
const pause = 15_000;

/** What the scheduler knows of itself. */
export interface Cycle {
  /** Milliseconds since 1970 of the last look at what is due. */
  lookedAt: number;
  /** Whether the repositories were ready when last tried. */
  ready: boolean;
}

/** A backup and all that belongs to it: a verification, and what may then go. */
export async function backUpAndVerify(
  context: OperationContext,
  kind: BackupKind,
  repository: number,
): Promise<RunRecord[]> {
  const made = await backUp(context, kind, repository);
  if (!made.success) return [made];
  const verified = await verifyRepository(context, repository, kind === "full");
  // Nothing goes while what would be left is not proven.
  const goes = verified.success && expiringRepositories(context.settings).includes(repository);
  return goes ? [made, verified, await expire(context, repository)] : [made, verified];
}

/** Does what is due, for ever, until the signal ends it. */
export async function runCycle(
  context: OperationContext,
  turns: Turns,
  cycle: Cycle,
  log: Logger,
): Promise<void> {
  const failures = new Map<number, { count: number; nextAt: number }>();
  while (!context.signal.aborted) {
    try {
      await turns.take(() => lookOnce(context, cycle, failures));
    } catch (error) {
      log.error({ err: error }, "what is due cannot be found out");
    }
    cycle.lookedAt = Date.now();
    await sleep(pause, undefined, { signal: context.signal }).catch(() => undefined);
  }
}

async function lookOnce(
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
    // Not the time of day: a clock that jumps back must not stop the backups.
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
