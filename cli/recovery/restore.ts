import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { beginBackup, recordRestore, renewReceiver } from "./aftermath.ts";
import type { Cluster } from "./cluster.ts";
import { countRows, differences, type RowCounts, type TableDifference } from "./difference.ts";
import { markAsOver } from "./live.ts";
import { leastReached, type Plan } from "./plan.ts";
import {
  clusterFacts,
  layBaseBackup,
  privateSocket,
  type Restoration,
  type RestoredFacts,
  recover,
  stopPrivate,
} from "./private-server.ts";
import type { Prospect } from "./prospect.ts";
import { awaitHealth, liveSocket, swap } from "./swap.ts";
import { formatLsn, parseLsn } from "./wal.ts";

/** A cluster that was restored beside the live one and looked at; its private server has ended. */
export interface Restored {
  readonly facts: RestoredFacts;
  /** Rows of the live database; undefined when it is gone. */
  readonly live: RowCounts | undefined;
  readonly rows: RowCounts;
  readonly changed: readonly TableDifference[];
  readonly same: number;
}

/** Restores beside the live cluster, and compares. @throws {Failure} when what was restored is not what was asked for */
export async function restoreBeside(
  progress: Progress,
  restoration: Restoration,
  prospect: Prospect,
): Promise<Restored> {
  const { cluster, benches, plan } = restoration;
  await progress.step("Base backup", (step) => {
    step.detail(plan.backup.label);
    return layBaseBackup(restoration);
  });
  const facts = await progress.step("Write-ahead log", async (step) => {
    await recover(restoration, step);
    const found = await clusterFacts(privateSocket(benches.bench), cluster.databaseName);
    step.detail(`up to ${found.replayed}`);
    requireExpected(found, plan, cluster, prospect);
    return found;
  });
  return progress.step("Comparison", async (step) => {
    const rows = await countRows(privateSocket(benches.bench), cluster.databaseName);
    const live = prospect.hasLive ? await liveRows(cluster) : undefined;
    await stopPrivate(restoration);
    const { changed, same } = differences(live, rows);
    step.detail(live ? `${changed.length} tables differ` : "the live database is gone");
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
  { live, hasLive, repository }: Prospect,
): void {
  const known = hasLive ? [live.systemIdentifier] : repository.systemIdentifiers;
  if (!known.includes(facts.systemIdentifier))
    throw new Failure(
      "failed",
      `the backup is of another cluster (${facts.systemIdentifier}); nothing was changed`,
    );
  const least = leastReached(plan.target, plan.wal, plan.backup);
  if (parseLsn(facts.replayed) < least)
    throw new Failure(
      "failed",
      `the log could be replayed up to ${facts.replayed} only, ${formatLsn(least)} is there; nothing was changed`,
    );
  if (facts.databaseOid === null)
    throw new Failure(
      "failed",
      `at that moment ${databaseName} was not there or half dropped; choose an earlier one, or --before-drop; nothing was changed`,
    );
}

/** Puts the restored cluster in the live one's place. @returns the folder of the old one, undefined when there was none */
export async function swapIn(
  progress: Progress,
  restoration: Restoration,
  restored: Restored,
  kept: string,
): Promise<string | undefined> {
  await progress.step("Swap", (step) => swap(restoration, restored.facts, kept, step));
  const { code } = await restoration.benches.bench.run(["test", "-d", kept]);
  return code === 0 ? kept : undefined;
}

/** Lets everything around the restored cluster begin anew. @returns what a person should know */
export function settle(
  progress: Progress,
  { cluster, plan, benches }: Restoration,
  { stamp, started, kept }: { stamp: string; started: Date; kept: string | undefined },
): Promise<string[]> {
  return progress.step("Receiver, record and new backup", async () => {
    const notes = [
      await renewReceiver(cluster, stamp),
      await recordRestore(cluster, plan, { started, kept }),
      await beginBackup(cluster),
    ];
    await markAsOver(benches.bench);
    await awaitHealth(cluster);
    return notes.filter((note) => note !== undefined);
  });
}
