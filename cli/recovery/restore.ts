import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Cluster } from "./cluster.ts";
import { countRows, differences, type RowCounts, type TableDifference } from "./difference.ts";
import { recordRestore, restartReceiver, startBackup } from "./follow-up.ts";
import type { Inspection } from "./inspection.ts";
import { clearPendingFollowUp } from "./live-cluster.ts";
import { leastReached, type Plan } from "./plan.ts";
import {
  clusterFacts,
  privateSocket,
  type Restoration,
  type RestoredFacts,
  recover,
  restoreBaseBackup,
  stopPrivate,
} from "./private-server.ts";
import { awaitHealth, liveSocket, swap } from "./swap.ts";
import { formatLsn, parseLsn } from "./wal.ts";

/** Result of a restore beside the live cluster; its private server has stopped. */
export interface Restored {
  facts: RestoredFacts;
  /** Row counts of the live database; undefined when it is missing. */
  live: RowCounts | undefined;
  rows: RowCounts;
  changed: readonly TableDifference[];
  same: number;
}

/** Restores beside the live cluster and compares the two. @throws {Failure} when the result is not the requested one */
export async function restoreBeside(
  progress: Progress,
  restoration: Restoration,
  inspection: Inspection,
): Promise<Restored> {
  const { cluster, containers, plan } = restoration;
  await progress.step("Base backup", (step) => {
    step.detail(plan.backup.label);
    return restoreBaseBackup(restoration);
  });
  const facts = await progress.step("Write-ahead log", async (step) => {
    await recover(restoration, step);
    const found = await clusterFacts(privateSocket(containers.main), cluster.databaseName);
    step.detail(`up to ${found.replayed}`);
    requireExpected(found, plan, cluster, inspection);
    return found;
  });
  return progress.step("Comparison", async (step) => {
    const rows = await countRows(privateSocket(containers.main), cluster.databaseName);
    const live = inspection.hasLive ? await liveRows(cluster) : undefined;
    await stopPrivate(restoration);
    const { changed, same } = differences(live, rows);
    step.detail(live ? `${changed.length} tables differ` : "the live database is missing");
    return { facts, live, rows, changed, same };
  });
}

async function liveRows(cluster: Cluster): Promise<RowCounts | undefined> {
  return countRows(liveSocket(cluster), cluster.databaseName).catch(() => undefined);
}

function requireExpected(
  facts: RestoredFacts,
  plan: Plan,
  { databaseName }: Cluster,
  { live, hasLive, repository }: Inspection,
): void {
  const known = hasLive ? [live.systemIdentifier] : repository.systemIdentifiers;
  if (!known.includes(facts.systemIdentifier))
    throw new Failure(
      "failed",
      `the backup is from another cluster (${facts.systemIdentifier}); nothing was changed`,
    );
  const least = leastReached(plan.target, plan.wal, plan.backup);
  if (parseLsn(facts.replayed) < least)
    throw new Failure(
      "failed",
      `replay stopped at ${facts.replayed}, before ${formatLsn(least)}; nothing was changed`,
    );
  if (facts.databaseOid === null)
    throw new Failure(
      "failed",
      `${databaseName} did not exist or was being dropped at that time, so nothing was changed; choose an earlier time, or --before-drop`,
    );
}

/** Replaces the live cluster with the restored one. @returns folder of the old cluster; undefined when there was none */
export async function swapIn(
  progress: Progress,
  restoration: Restoration,
  restored: Restored,
  kept: string,
): Promise<string | undefined> {
  await progress.step("Swap", (step) => swap(restoration, restored.facts, kept, step));
  const { code } = await restoration.containers.main.run(["test", "-d", kept]);
  return code === 0 ? kept : undefined;
}

/** Follows up a swap: receiver, record and new backup. @returns warnings */
export function followUp(
  progress: Progress,
  { cluster, plan, containers }: Restoration,
  { stamp, started, kept }: { stamp: string; started: Date; kept: string | undefined },
): Promise<string[]> {
  return progress.step("Receiver, record and new backup", async () => {
    const notes = [
      await restartReceiver(cluster, stamp),
      await recordRestore(cluster, plan, { started, kept }),
      await startBackup(cluster),
    ];
    await clearPendingFollowUp(containers.main);
    await awaitHealth(cluster);
    return notes.filter((note) => note !== undefined);
  });
}
