import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Failure } from "../../terminal/exit.ts";
import type { Progress } from "../../terminal/progress.ts";
import { lastLine } from "../bench.ts";
import type { Cluster } from "../cluster.ts";
import { docker, thisMachine } from "../machine.ts";
import { clusterFolder, type Restoration, stampOf } from "../private-server.ts";
import { findDrop, lookAround, planRestore } from "../prospect.ts";
import { restoreBeside, settle, swapIn } from "../restore.ts";
import { withBenches } from "../session.ts";
import { askJson } from "../sql.ts";
import { liveSocket } from "../swap.ts";
import type { Wish } from "../target.ts";
import type { ScratchCluster } from "./scratch-cluster.ts";
import { startWriter, type Writer } from "./writer.ts";

/** What happens to the cluster. */
export type Mishap = "dropped" | "host-lost";

/** How one trial went; times are seconds from the mishap's beginning. */
export interface Trial {
  readonly mishap: Mishap;
  /** The client saw its first error. */
  readonly detected: number;
  /** The log was searched, and the plan was ready. */
  readonly found: number;
  /** The restored cluster stood beside the live one, and was compared. */
  readonly restored: number;
  /** The server answered on the restored cluster. */
  readonly swapped: number;
  /** A row could be written again. */
  readonly writable: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** Seconds of writes that are lost: from the newest row that came back to the last one that was acknowledged. */
  readonly lostSeconds: number;
}

const DROP = (name: string) => `ALTER DATABASE "${name}" IS_TEMPLATE false;
DROP DATABASE "${name}" WITH (FORCE);
`;

/** Destroys what the trial is about. @returns when that began, in milliseconds */
async function destroy(set: ScratchCluster, mishap: Mishap): Promise<number> {
  const began = Date.now();
  if (mishap === "host-lost") {
    await set.loseHost();
    return began;
  }
  const psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname=postgres"];
  const { code, stderr } = await docker(
    thisMachine,
    ["exec", "--interactive", set.cluster.server, ...psql],
    DROP(set.cluster.databaseName),
  );
  if (code !== 0) throw new Failure("failed", `the drill could not drop its database: ${lastLine(stderr)}`);
  return began;
}

/** Brings a cluster back by the code of `./tovrun restore`. @returns moments, and the numbers of the rows that are there */
export function bringBack(cluster: Cluster, wish: Wish, progress: Progress) {
  const started = new Date();
  return withBenches(cluster, progress, async (benches) => {
    const prospect = await lookAround(cluster, benches);
    const drop = wish.kind === "before-drop" ? await findDrop(cluster, benches, prospect) : undefined;
    const plan = await planRestore(cluster, benches, prospect, { wish, drop });
    const found = Date.now();
    const stamp = stampOf(started);
    const folder = clusterFolder("restore", stamp);
    const restoration: Restoration = { cluster, benches, plan, sources: prospect.sources, folder };
    const comparison = await restoreBeside(progress, restoration, prospect);
    const restored = Date.now();
    const kept = await swapIn(progress, restoration, comparison, clusterFolder("before", stamp));
    const swapped = Date.now();
    const ids = await rowNumbers(cluster);
    const writable = awaitWritable(cluster);
    await settle(progress, restoration, { stamp, started, kept });
    if (kept) await benches.bench.run(["rm", "-rf", kept]);
    return { found, restored, swapped, writable: await writable, ids };
  });
}

function rowNumbers(cluster: Cluster): Promise<number[]> {
  const sql = `SELECT coalesce(json_agg(id), '[]') FROM "Game"`;
  return askJson(liveSocket(cluster), { database: cluster.databaseName, sql, schema: z.array(z.number()) });
}

/** Row that tells that rows can be written. */
const PROBE = -1;

/** A client's own commit, which waits for the receiver where the cluster is synchronous. @returns when it was done */
async function awaitWritable(cluster: Cluster): Promise<number> {
  const sql = `INSERT INTO "Game" (id, name) VALUES (${PROBE}, 'probe'); DELETE FROM "Game" WHERE id = ${PROBE};`;
  const psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"];
  for (let attempt = 0; attempt < 100; attempt++) {
    const to = ["--dbname", cluster.databaseName, "--command", sql];
    if ((await docker(thisMachine, ["exec", cluster.server, ...psql, ...to])).code === 0) return Date.now();
    await sleep(100);
  }
  throw new Failure("failed", "the drill's restored database takes no rows");
}

/** Seconds from the newest acknowledged row that came back to the last acknowledged one; numbers are given at a steady rate. */
function lostSpan(lost: readonly number[], rate: number): number {
  return lost.length === 0 ? 0 : (Math.max(...lost) - Math.min(...lost) + 1) / rate;
}

/** One mishap under writes, and the way back. @param first number of the first row, greater than all before */
export async function runTrial(
  set: ScratchCluster,
  { mishap, first, rate }: { mishap: Mishap; first: number; rate: number },
  progress: Progress,
): Promise<Trial> {
  const writer: Writer = await startWriter(set, first);
  try {
    await sleep(1000 + Math.random() * 1000);
    const began = await progress.step(mishap === "dropped" ? "The drop" : "The loss", () =>
      destroy(set, mishap),
    );
    const detected = await writer.failed;
    await writer.end();
    const wish: Wish = { kind: mishap === "dropped" ? "before-drop" : "latest" };
    const way = await bringBack(set.cluster, wish, progress);
    const there = new Set(way.ids);
    const lost = [...writer.acknowledged].filter((id) => !there.has(id));
    const since = (moment: number) => (moment - began) / 1000;
    return {
      mishap,
      detected: since(detected),
      found: since(way.found),
      restored: since(way.restored),
      swapped: since(way.swapped),
      writable: since(way.writable),
      acknowledged: writer.acknowledged.size,
      lost: lost.length,
      lostSeconds: lostSpan(lost, rate),
    };
  } finally {
    await writer.end();
  }
}
