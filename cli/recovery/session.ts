import { constants } from "node:os";
import { lockDirectory } from "../hosts/stacks.ts";
import { withLock } from "../process/lock.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Cluster } from "./cluster.ts";
import { requireContainer } from "./container-facts.ts";
import { restartReceiver, startBackup } from "./follow-up.ts";
import { clearPendingFollowUp, deleteLeftovers, hasPendingFollowUp, liveFacts } from "./live-cluster.ts";
import { stampOf } from "./private-server.ts";
import { openRestoreContainers, type RestoreContainers } from "./restore-container.ts";

/** Runs `work` with this machine's lock on the stack. */
export function withStackLock<T>(
  command: string,
  stack: string,
  notice: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  return withLock(command, notice, work, { directory: lockDirectory(stack) });
}

/** Shields short work from interruption. */
export interface Guard {
  /** Runs `work` to its end, even when a signal arrives. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Runs `work` with restore containers, and removes them afterwards, also on a signal. Needs the stack's lock, since it deletes
 * what an earlier run left behind.
 */
export async function withRestoreContainers<T>(
  cluster: Cluster,
  progress: Pick<Progress, "note">,
  work: (containers: RestoreContainers, guard: Guard) => Promise<T>,
): Promise<T> {
  const fix = "create it first with './tovrun up', or './tovrun deploy' on a host";
  const containers = await openRestoreContainers(
    cluster,
    await requireContainer(cluster.database, cluster.server, fix),
  );
  const interruption = guardedInterruption(containers);
  try {
    const left = await deleteLeftovers(containers.main, await liveFacts(containers.main));
    if (left.length > 0) progress.note(`Deleted the leftovers of an unfinished restore: ${left.join(", ")}.`);
    if (await hasPendingFollowUp(containers.main)) await finishEarlier(cluster, containers, progress);
    return await work(containers, interruption);
  } finally {
    interruption.release();
    await containers.close();
  }
}

/** Does the follow-up of a restore that was interrupted after its swap. */
async function finishEarlier(
  cluster: Cluster,
  { main }: RestoreContainers,
  { note }: Pick<Progress, "note">,
): Promise<void> {
  note("An earlier restore was interrupted after its swap; finishing it first.");
  const notes = [await restartReceiver(cluster, stampOf(new Date())), await startBackup(cluster)];
  for (const text of notes) if (text) note(text);
  await clearPendingFollowUp(main);
}

function guardedInterruption(containers: RestoreContainers): Guard & { release(): void } {
  let busy = false;
  const quit = async (signal: NodeJS.Signals) => {
    await containers.close();
    process.stderr.write("\ntovrun: interrupted; the live cluster is unchanged, run the command again\n");
    process.exit(128 + constants.signals[signal]);
  };
  const release = onInterrupt((signal) => {
    if (!busy) void quit(signal);
    else
      process.stderr.write(
        "\ntovrun: the clusters are being swapped, which cannot be interrupted; please wait\n",
      );
  });
  return {
    release,
    async uninterrupted(work) {
      busy = true;
      try {
        return await work();
      } finally {
        busy = false;
      }
    },
  };
}
