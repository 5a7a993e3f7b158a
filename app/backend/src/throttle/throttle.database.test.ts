import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { databaseThrottle } from "./database-throttle.ts";
import { sweepBuckets } from "./queries.ts";
import type { Throttle } from "./throttle.ts";

let db: TestDatabase;
let throttle: Throttle;
beforeAll(async () => {
  db = await testDatabase();
  throttle = databaseThrottle(db.app);
});

const rate = { most: 3, seconds: 3_000 };

/** Lets time pass for every bucket. */
const pass = (seconds: number) =>
  sql`update "Throttle" set empty_at = empty_at - make_interval(secs => ${seconds})`.execute(db.admin);

test("a rate allows its number at once, then one more each part of its time", async () => {
  for (let count = 0; count < 3; count += 1) expect(await throttle.spend("a", rate)).toBeNull();
  const wait = await throttle.spend("a", rate);
  expect(wait).toBeGreaterThan(900);
  expect(wait).toBeLessThanOrEqual(1_000);
  await pass(1_000);
  expect(await throttle.spend("a", rate)).toBeNull();
  expect(await throttle.spend("a", rate)).not.toBeNull();
});

test("keys do not share a rate, and none is stored in the clear", async () => {
  for (let count = 0; count < 3; count += 1) await throttle.spend("192.0.2.1", rate);
  expect(await throttle.spend("192.0.2.1", rate)).not.toBeNull();
  expect(await throttle.spend("192.0.2.2", rate)).toBeNull();
  const { rows } = await sql<{ text: string }>`select encode(key, 'escape') as text from "Throttle"`.execute(
    db.admin,
  );
  expect(rows.every(({ text }) => !text.includes("192.0.2"))).toBe(true);
});

test("attempts at the same time do not add up", async () => {
  const waits = await Promise.all(Array.from({ length: 20 }, () => throttle.spend("b", rate)));
  expect(waits.filter((wait) => wait === null)).toHaveLength(3);
});

test("what is forgiven begins from zero", async () => {
  for (let count = 0; count < 4; count += 1) await throttle.spend("c", rate);
  await throttle.forgive("c");
  expect(await throttle.spend("c", rate)).toBeNull();
});

test("empty buckets are removed, others stay", async () => {
  await pass(10_000);
  await throttle.spend("d", rate);
  await sweepBuckets(db.app).execute();
  const left = await db.admin.selectFrom("Throttle").select("key").execute();
  expect(left).toHaveLength(1);
});
