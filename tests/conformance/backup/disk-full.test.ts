import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type BackupStack, makeBackupStack } from "./stack.ts";

let stack: BackupStack;

beforeAll(async () => {
  // Cluster and write-ahead log lie in one volume, as in the stacks.
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

/** Sends statements one after the other; what was acknowledged, and what was complained of. */
async function write(statements: string[]): Promise<{ acknowledged: number[]; complaints: string }> {
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname=postgres"];
  const run = ["exec", "--interactive", "--user", "999:999", stack.server, ...psql];
  const input = statements.map((statement) => `${statement};\n`).join("");
  const { stdout, stderr } = await execa("docker", run, { input, reject: false });
  return { acknowledged: stdout.split("\n").filter(Boolean).map(Number), complaints: stderr };
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

test("where tables cannot grow the statement fails, and the server goes on", async () => {
  const before = await write(numbers(20, 1).map(insert));
  expect(before).toEqual({ acknowledged: numbers(20, 1), complaints: "" });
  await fill();
  const full = await write(numbers(200, 21).map(insert));
  expect(full.complaints).toMatch(/ERROR: {2}could not extend file .*: No space left on device/);
  acknowledged.push(...before.acknowledged, ...full.acknowledged);
  expect(await ask("SELECT count(*) FROM filled")).toEqual([acknowledged.length]);
});

test("where the log cannot grow the server ends, and comes back by itself with all it acknowledged", async () => {
  const written = await write(numbers(400, 0).flatMap(() => [count, log]));
  expect(written.complaints).toMatch(
    /PANIC: {2}could not write to file "pg_wal\/.*: No space left on device/,
  );
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

test("after it the log is archived without a gap, and a restore is proven", async () => {
  const { code, result } = await stack.command("verify", "--json");
  expect([code, result?.runs?.map(({ error }) => error)]).toEqual([0, [null]]);
}, 240_000);
