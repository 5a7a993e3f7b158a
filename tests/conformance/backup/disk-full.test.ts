import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type BackupStack, makeBackupStack } from "./stack.ts";

let stack: BackupStack;

beforeAll(async () => {
  // Cluster and write-ahead log share one volume, as in the stacks.
  stack = await makeBackupStack({ limits: { data: 320 } });
  await stack.startService();
  await until(
    "the first backup is proven",
    async () => expect(await stack.sql(`SELECT success FROM "BackupLog" WHERE kind = 'expire'`)).toBe("t"),
    120,
  );
  await stack.sql(`\\connect postgres
    CREATE TABLE filled (id integer PRIMARY KEY, payload text); ALTER TABLE filled ALTER payload SET STORAGE external;
    CREATE TABLE counted AS SELECT 0 AS n; SELECT pg_switch_wal(); CHECKPOINT`);
}, 300_000);

afterAll(() => stack?.remove());

/** Runs statements one after the other; returns the acknowledged numbers and the errors. */
async function write(statements: string[]): Promise<{ acknowledged: number[]; errors: string }> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname=postgres"];
  const run = ["exec", "--interactive", "--user", "999:999", stack.server, ...psql];
  const input = statements.map((statement) => `${statement};\n`).join("");
  const { stdout, stderr } = await execa("docker", run, { input, reject: false });
  return { acknowledged: stdout.split("\n").filter(Boolean).map(Number), errors: stderr };
}

const numbers = (count: number, from: number) => Array.from({ length: count }, (_, index) => from + index);
const random = "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 250))";
const insert = (id: number) => `INSERT INTO filled VALUES (${id}, ${random}) RETURNING id`;
const count = "UPDATE counted SET n = n + 1 RETURNING n";
const log = "DO $$ BEGIN PERFORM pg_logical_emit_message(true, 'filler', repeat('x', 1000000)); END $$";

const fill = () => stack.onData("head -c 1G /dev/zero > filler 2>/dev/null || true");
const makeRoom = () => stack.onData("rm filler");
const ask = async (sql: string) => (await write([sql])).acknowledged;

const acknowledged: number[] = [];

test("a statement fails when its table cannot grow, and the server keeps running", async () => {
  const before = await write(numbers(20, 1).map(insert));
  expect(before).toEqual({ acknowledged: numbers(20, 1), errors: "" });
  await fill();
  const full = await write(numbers(200, 21).map(insert));
  expect(full.errors).toMatch(/ERROR: {2}could not extend file .*: No space left on device/);
  acknowledged.push(...before.acknowledged, ...full.acknowledged);
  expect(await ask("SELECT count(*) FROM filled")).toEqual([acknowledged.length]);
});

test("the server stops when the WAL cannot grow, and restarts by itself with every acknowledged row", async () => {
  const written = await write(numbers(400, 0).flatMap(() => [count, log]));
  expect(written.errors).toMatch(/PANIC: {2}could not write to file "pg_wal\/.*: No space left on device/);
  await until("Docker starts it again", async () => {
    const restarts = ["inspect", "--format", "{{.RestartCount}}", stack.server];
    expect(Number((await execa("docker", restarts)).stdout)).toBeGreaterThan(0);
  });
  await makeRoom();
  await until("the server is back", () => stack.sql("SELECT 1"), 90);
  expect(await ask("SELECT count(*) FROM filled")).toEqual([acknowledged.length]);
  const ids = await ask("SELECT id FROM filled ORDER BY id");
  expect(ids).toEqual(acknowledged);
  const [counted = 0] = await ask("SELECT n FROM counted");
  expect(counted).toBeGreaterThanOrEqual(written.acknowledged.at(-1) ?? 1);
  expect((await write([insert(1000)])).acknowledged).toEqual([1000]);
}, 240_000);

test("the WAL is archived without a gap after a full disk, and a restore is verified", async () => {
  const { code, result } = await stack.command("verify", "--json");
  expect([code, result?.runs?.map(({ error }) => error)]).toEqual([0, [null]]);
}, 240_000);
