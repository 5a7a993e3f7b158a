import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeScratchCluster, type ScratchCluster } from "../../../cli/recovery/drill/scratch-cluster.ts";
import { slotName } from "../../../cli/recovery/drill/scratch-files.ts";
import { startWriter } from "../../../cli/recovery/drill/writer.ts";
import { until } from "../testing/until.ts";
import { gapsArchived, gapsReceived, sqlOf, waitForLog } from "./received-log.ts";

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
/** Kills a process in the server's container by its title, as the kernel does when memory runs out. */
const killInside = (title: string) =>
  execa("docker", ["exec", set.cluster.server, "pkill", "--signal", "KILL", "--full", title], {
    reject: false,
  });

/** What is killed, whether that ends the client's session, and how to do it. */
const victims: [string, boolean, () => Promise<unknown>][] = [
  ["the server's container", true, () => killed(set.cluster.server)],
  ["a session's process", true, () => killInside("postgres: postgres TovPlay")],
  ["the checkpointer", true, () => killInside("postgres: checkpointer")],
  ["the archiver", false, () => killInside("postgres: archiver")],
  ["pgBackRest", false, () => killInside("pgbackrest")],
  ["the receiver's container", false, () => killed(set.cluster.receiver)],
  ["the server's container, again", true, () => killed(set.cluster.server)],
];

const acknowledged = new Set<number>();
const missing = async () => {
  const there = new Set((await sqlOf(set, `SELECT id FROM "Game"`)).split("\n").map(Number));
  return [...acknowledged].filter((id) => !there.has(id));
};

test("no acknowledged row and no WAL segment is lost when any process is killed during writes", async () => {
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
  await waitForLog(set, 90);
  expect([await gapsReceived(set), await gapsArchived(set)]).toEqual([[], []]);
}, 240_000);

const disconnect = () => docker("network", "disconnect", set.network, set.cluster.receiver);
const reconnect = () => docker("network", "connect", set.network, set.cluster.receiver);

test("the receiver has every segment after its network was disconnected for a while", async () => {
  const writer = await startWriter(set, 1_000_000);
  await disconnect();
  try {
    for (let turn = 0; turn < 3; turn++) {
      await sleep(500);
      await sqlOf(set, "SELECT pg_switch_wal()");
    }
    const before = writer.acknowledged.size;
    await until("writes continue", async () => expect(writer.acknowledged.size).toBeGreaterThan(before));
  } finally {
    await reconnect();
    await writer.end();
  }
  for (const id of writer.acknowledged) acknowledged.add(id);
  await waitForLog(set, 120);
  expect(await gapsReceived(set)).toEqual([]);
}, 240_000);

test("synchronous commits wait while the receiver is disconnected, and then continue by themselves", async () => {
  await sqlOf(set, `ALTER SYSTEM SET synchronous_standby_names = '${slotName}'`);
  await sqlOf(set, "SELECT pg_reload_conf()");
  const writer = await startWriter(set, 2_000_000);
  await disconnect();
  await sleep(1000);
  const before = writer.acknowledged.size;
  await sleep(2000);
  expect(writer.acknowledged.size).toBe(before);
  const waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
  expect(await sqlOf(set, waiting)).toBe("1");
  await reconnect();
  await until(
    "commits continue",
    async () => expect(writer.acknowledged.size).toBeGreaterThan(before + 100),
    120,
  );
  await writer.end();
  for (const id of writer.acknowledged) acknowledged.add(id);
  expect(await missing()).toEqual([]);
}, 240_000);
