import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeScratchCluster, type ScratchCluster } from "../../../cli/recovery/drill/scratch-cluster.ts";
import { SLOT } from "../../../cli/recovery/drill/scratch-files.ts";
import { startWriter } from "../../../cli/recovery/drill/writer.ts";
import { until } from "../testing/until.ts";
import { allIsThere, gapsArchived, gapsReceived, sqlOf } from "./received-log.ts";

let set: ScratchCluster;
beforeAll(async () => {
  set = await makeScratchCluster("scratch-conformance-failures", false);
});
afterAll(() => set?.remove());

const docker = (...args: string[]) => execa("docker", args);
const killed = async (container: string) => {
  await docker("kill", "--signal", "KILL", container);
  await docker("start", container);
};
/** Kills one process of the server's container whose title is like this, as the system would for want of memory. */
const killInside = (title: string) =>
  execa("docker", ["exec", set.cluster.server, "pkill", "--signal", "KILL", "--full", title], {
    reject: false,
  });

/** What is killed, and whether the client's session ends by it. */
const victims: [string, boolean, () => Promise<unknown>][] = [
  ["the server's container", true, () => killed(set.cluster.server)],
  ["a session's process", true, () => killInside("postgres: postgres TovPlay")],
  ["the checkpointer", true, () => killInside("postgres: checkpointer")],
  ["the archiver", false, () => killInside("postgres: archiver")],
  ["pgBackRest", false, () => killInside("pgbackrest")],
  ["the receiver's container", false, () => killed(set.cluster.receiver)],
  ["the server's container, once more", true, () => killed(set.cluster.server)],
];

const acknowledged = new Set<number>();
const missing = async () => {
  const there = new Set((await sqlOf(set, `SELECT id FROM "Game"`)).split("\n").map(Number));
  return [...acknowledged].filter((id) => !there.has(id));
};

test("whatever is killed at whatever moment under writes, no acknowledged row is lost, nor a segment", async () => {
  for (const [round, [, ends, kill]] of victims.entries()) {
    await until("the server answers", () => sqlOf(set, "SELECT pg_switch_wal()"));
    const writer = await startWriter(set, (round + 1) * 100_000);
    await sleep(Math.random() * 1000);
    await kill();
    if (ends) await writer.failed;
    else await sleep(1000);
    await writer.end();
    for (const id of writer.acknowledged) acknowledged.add(id);
  }
  await until("the server answers", () => sqlOf(set, "SELECT 1"));
  expect(acknowledged.size).toBeGreaterThan(100);
  expect(await missing()).toEqual([]);
  await allIsThere(set, 90);
  expect([await gapsReceived(set), await gapsArchived(set)]).toEqual([[], []]);
}, 240_000);

const cut = () => docker("network", "disconnect", set.network, set.cluster.receiver);
const mend = () => docker("network", "connect", set.network, set.cluster.receiver);

test("a receiver that the network was cut off from has every segment afterwards", async () => {
  const writer = await startWriter(set, 1_000_000);
  await cut();
  try {
    for (let turn = 0; turn < 3; turn++) {
      await sleep(500);
      await sqlOf(set, "SELECT pg_switch_wal()");
    }
    const before = writer.acknowledged.size;
    await until("writes go on", async () => expect(writer.acknowledged.size).toBeGreaterThan(before));
  } finally {
    await mend();
    await writer.end();
  }
  for (const id of writer.acknowledged) acknowledged.add(id);
  await allIsThere(set, 120);
  expect(await gapsReceived(set)).toEqual([]);
}, 240_000);

test("where commits wait for the receiver they wait while it is cut off, and go on by themselves", async () => {
  await sqlOf(set, `ALTER SYSTEM SET synchronous_standby_names = '${SLOT}'`);
  await sqlOf(set, "SELECT pg_reload_conf()");
  const writer = await startWriter(set, 2_000_000);
  await cut();
  await sleep(1000);
  const before = writer.acknowledged.size;
  await sleep(2000);
  expect(writer.acknowledged.size).toBe(before);
  const waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
  expect(await sqlOf(set, waiting)).toBe("1");
  await mend();
  await until(
    "commits go on",
    async () => expect(writer.acknowledged.size).toBeGreaterThan(before + 100),
    120,
  );
  await writer.end();
  for (const id of writer.acknowledged) acknowledged.add(id);
  expect(await missing()).toEqual([]);
}, 240_000);
