import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { poll } from "../../process/poll.ts";
import { Failure } from "../../terminal/exit.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { Cluster } from "../cluster.ts";
import { findDrop } from "../find-drop.ts";
import { inspectCluster } from "../inspection.ts";
import { docker, thisMachine } from "../machine.ts";
import { planRestore } from "../plan.ts";
import { clusterFolder, type Restoration, stampOf } from "../private-server.ts";
import { followUp, restoreBeside, swapIn } from "../restore.ts";
import { lastLine } from "../restore-container.ts";
import { withRestoreContainers } from "../session.ts";
import { askJson } from "../sql.ts";
import { liveSocket } from "../swap.ts";
import type { RequestedTarget } from "../target.ts";
import type { ScratchCluster } from "./scratch-cluster.ts";
import { startWriter, type Writer } from "./writer.ts";

/** What destroys the database. */
export type Fault = "dropped" | "host-lost";

/** Result of one trial; times are seconds since the fault began. */
export interface Trial {
  /** The client saw its first error. */
  detected: number;
  /** The drop was found and the plan was ready. */
  found: number;
  /** The cluster was restored beside the live one and compared. */
  restored: number;
  /** The server answered on the restored cluster. */
  swapped: number;
  /** A row could be written again. */
  writable: number;
  acknowledged: number;
  lost: number;
  /** Seconds of lost writes: from the newest restored row to the last acknowledged one. */
  lostSeconds: number;
}

const dropSql = (name: string) => `ALTER DATABASE "${name}" IS_TEMPLATE false;
DROP DATABASE "${name}" WITH (FORCE);
`;

/** Destroys the database. @returns when that began, in milliseconds */
async function destroy(set: ScratchCluster, fault: Fault): Promise<number> {
  const began = Date.now();
  if (fault === "host-lost") {
    await set.loseHost();
    return began;
  }
  const psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname=postgres"];
  const { code, stderr } = await docker(
    thisMachine,
    ["exec", "--interactive", set.cluster.server, ...psql],
    dropSql(set.cluster.databaseName),
  );
  if (code !== 0) throw new Failure("failed", `the drill could not drop its database: ${lastLine(stderr)}`);
  return began;
}

/** Restores a cluster with the code of `./tovrun restore`. @returns times in milliseconds, and the ids of the restored rows */
export function bringBack(cluster: Cluster, requested: RequestedTarget, progress: Progress) {
  const started = new Date();
  return withRestoreContainers(cluster, progress, async (containers) => {
    const inspection = await inspectCluster(cluster, containers);
    const drop =
      requested.kind === "before-drop" ? await findDrop(cluster, containers, inspection) : undefined;
    const plan = await planRestore(cluster, containers, inspection, { requested, drop });
    const found = Date.now();
    const stamp = stampOf(started);
    const folder = clusterFolder("restore", stamp);
    const restoration: Restoration = { cluster, containers, plan, sources: inspection.sources, folder };
    const comparison = await restoreBeside(progress, restoration, inspection);
    const restored = Date.now();
    const kept = await swapIn(progress, restoration, comparison, clusterFolder("before", stamp));
    const swapped = Date.now();
    const ids = await rowIds(cluster);
    const writable = awaitWritable(cluster);
    await followUp(progress, restoration, { stamp, started, kept });
    if (kept) await containers.main.run(["rm", "-rf", kept]);
    return { found, restored, swapped, writable: await writable, ids };
  });
}

function rowIds(cluster: Cluster): Promise<number[]> {
  const sql = `SELECT coalesce(json_agg(id), '[]') FROM "Game"`;
  return askJson(liveSocket(cluster), { database: cluster.databaseName, sql, schema: z.array(z.number()) });
}

/** Id of a row that tests whether the database is writable. */
const probe = -1;

const writableSeconds = 30;

/** Waits for a commit like a client's: in a synchronous cluster it needs the receiver. @returns its time in milliseconds */
async function awaitWritable(cluster: Cluster): Promise<number> {
  const sql = `INSERT INTO "Game" (id, name) VALUES (${probe}, 'probe'); DELETE FROM "Game" WHERE id = ${probe};`;
  const psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"];
  const to = ["--dbname", cluster.databaseName, "--command", sql];
  const command = ["exec", cluster.server, ...psql, ...to];
  const time = await poll(
    async () => ((await docker(thisMachine, command)).code === 0 ? Date.now() : undefined),
    writableSeconds,
  );
  if (time !== undefined) return time;
  throw new Failure("failed", `the restored database accepted no row within ${writableSeconds} s`);
}

/** Seconds of lost writes: ids are assigned at a steady rate. */
function lostSpan(lost: readonly number[], rate: number): number {
  return lost.length === 0 ? 0 : (Math.max(...lost) - Math.min(...lost) + 1) / rate;
}

/** Destroys the database during writes and restores it. @param first id of the first row, greater than all earlier ones */
export async function runTrial(
  set: ScratchCluster,
  { fault, first, rate }: { fault: Fault; first: number; rate: number },
  progress: Progress,
): Promise<Trial> {
  const writer: Writer = await startWriter(set, first);
  try {
    await sleep(1000 + Math.random() * 1000);
    const began = await progress.step(fault === "dropped" ? "The drop" : "The loss", () =>
      destroy(set, fault),
    );
    const detected = await writer.failed;
    await writer.end();
    const requested: RequestedTarget = { kind: fault === "dropped" ? "before-drop" : "latest" };
    const restored = await bringBack(set.cluster, requested, progress);
    const present = new Set(restored.ids);
    const lost = [...writer.acknowledged].filter((id) => !present.has(id));
    const since = (moment: number) => (moment - began) / 1000;
    return {
      detected: since(detected),
      found: since(restored.found),
      restored: since(restored.restored),
      swapped: since(restored.swapped),
      writable: since(restored.writable),
      acknowledged: writer.acknowledged.size,
      lost: lost.length,
      lostSeconds: lostSpan(lost, rate),
    };
  } finally {
    await writer.end();
  }
}
