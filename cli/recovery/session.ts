import { constants } from "node:os";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { lockDirectory } from "../hosts/stacks.ts";
import { requireDocker } from "../machine/docker.ts";
import { withLock } from "../process/lock.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import type { Progress } from "../terminal/progress.ts";
import { beginBackup, renewReceiver } from "./aftermath.ts";
import { type Benches, openBenches } from "./bench.ts";
import type { Cluster, ClusterChoice } from "./cluster.ts";
import { chosenCluster } from "./cluster.ts";
import { requireContainer } from "./container-facts.ts";
import { clearLeftovers, liveFacts, markAsOver, wasCutOff } from "./live.ts";
import { stampOf } from "./private-server.ts";

/** Asks Pulumi about hosts where that is needed: the local stack's parts are known by their names, and Docker has to answer. */
export async function clusterOf(choice: ClusterChoice): Promise<Cluster> {
  if (choice.stack !== "local") return chosenCluster(choice, await quietEnvironment());
  await requireDocker();
  return chosenCluster(choice, process.env);
}

/** Runs `work` while nobody deploys or restores the same stack from this machine. */
export function alone<T>(
  command: string,
  stack: string,
  notice: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  return withLock(command, notice, work, stack === "local" ? {} : { directory: lockDirectory(stack) });
}

/** Keeps an interruption from what is soon over and should not be broken off. */
export interface Guard {
  /** Runs `work`; to a signal that comes meanwhile it says that it goes on. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens what a restore works in, and closes it however `work` ends; on a signal too. The live cluster is not touched by that.
 * Call it with the stack's lock held: what an earlier run left behind is deleted.
 */
export async function withBenches<T>(
  cluster: Cluster,
  progress: Pick<Progress, "note">,
  work: (benches: Benches, guard: Guard) => Promise<T>,
): Promise<T> {
  const mend =
    "it has to be made before its data can be restored: './tovrun up', or './tovrun deploy' for a host";
  const benches = await openBenches(cluster, await requireContainer(cluster.database, cluster.server, mend));
  const interruption = guardedInterruption(benches);
  try {
    const left = await clearLeftovers(benches.bench, await liveFacts(benches.bench));
    if (left.length > 0) progress.note(`Deleted what an unfinished restore had left: ${left.join(", ")}.`);
    if (await wasCutOff(benches.bench)) await finishEarlier(cluster, benches, progress);
    return await work(benches, interruption);
  } finally {
    interruption.release();
    await benches.close();
  }
}

/** The restored cluster of an earlier run is live, and that run is no more. */
async function finishEarlier(
  cluster: Cluster,
  { bench }: Benches,
  { note }: Pick<Progress, "note">,
): Promise<void> {
  note(
    "An earlier restore was cut off when its cluster was live already: what stands around that is renewed first.",
  );
  const notes = [await renewReceiver(cluster, stampOf(new Date())), await beginBackup(cluster)];
  for (const text of notes) if (text) note(text);
  await markAsOver(bench);
}

function guardedInterruption(benches: Benches): Guard & { release(): void } {
  let busy = false;
  const quit = async (signal: NodeJS.Signals) => {
    await benches.close();
    process.stderr.write("\ntovrun: interrupted; the live cluster is as it was, simply run it again\n");
    process.exit(128 + constants.signals[signal]);
  };
  const release = onInterrupt((signal) => {
    if (!busy) void quit(signal);
    else process.stderr.write("\ntovrun: the clusters are being exchanged; this is soon over\n");
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
