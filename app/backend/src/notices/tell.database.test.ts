import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp } from "../testing/test-site.ts";
import { tell } from "./tell.ts";

const db = await testDatabase();
const session = {
  kind: "session_planned",
  details: { sessionId: "00000000-0000-4000-8000-000000000001" },
} as const;

/** What waits or went out for a person, by channel. */
async function rowsOf(userId: string) {
  const rows = await db.admin
    .selectFrom("UserNotifications")
    .select(["channel", "number", "held", "key"])
    .where("user_id", "=", userId)
    .orderBy("channel")
    .orderBy("number")
    .execute();
  return rows.map(({ channel, number, held, key }) => [key, channel, number, held]);
}

const jobs = () =>
  sql<{ data: object }>`select data from pgboss.job where name = 'deliver'`.execute(db.admin);

test("somebody is told once, however often and from wherever it is told", async () => {
  const { id } = await signedUp(db, "ada");
  const told = () => db.app.transaction().execute((tx) => tell(tx, { ...session, to: [id, id], key: "one" }));
  await Promise.all([told(), told(), told()]);
  expect(await rowsOf(id)).toEqual([
    ["one", "email", null, null],
    ["one", "in_app", "1", null],
  ]);
  expect((await jobs()).rows.filter(({ data }) => JSON.stringify(data).includes(id))).toHaveLength(1);
});

test("a rolled-back change tells nobody and leaves no job", async () => {
  const { id } = await signedUp(db, "bea");
  const failing = db.app.transaction().execute(async (tx) => {
    await tell(tx, { ...session, to: id, key: "one" });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await rowsOf(id)).toEqual([]);
  expect((await jobs()).rows.filter(({ data }) => JSON.stringify(data).includes(id))).toEqual([]);
});

test("numbers are committed in their order, so that a client that asks for what is above the last one misses nothing", async () => {
  const { id } = await signedUp(db, "cleo");
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = () => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = db.app.transaction().execute(async (tx) => {
    await tell(tx, { ...session, to: id, key: "slow" });
    begun();
    await finished;
  });
  await first;
  const quick = db.app.transaction().execute((tx) => tell(tx, { ...session, to: id, key: "quick" }));
  // The second one waits for the first, so nothing with a higher number is there before it.
  expect(await rowsOf(id)).toEqual([]);
  finish();
  await Promise.all([slow, quick]);
  expect((await rowsOf(id)).filter(([, channel]) => channel === "in_app")).toEqual([
    ["slow", "in_app", "1", null],
    ["quick", "in_app", "2", null],
  ]);
});

test("two who tell the same people in different order do not wait for each other", async () => {
  const { id: one } = await signedUp(db, "dora");
  const { id: two } = await signedUp(db, "emil");
  const told = (to: string[], key: string) =>
    db.app.transaction().execute((tx) => tell(tx, { ...session, to, key }));
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => told(index % 2 ? [one, two] : [two, one], `many-${index}`)),
  );
  expect((await rowsOf(one)).filter(([, channel]) => channel === "in_app")).toHaveLength(10);
});

test("somebody is not told of a person who is hidden from them", async () => {
  const { id } = await signedUp(db, "fay");
  const { id: stranger } = await signedUp(db, "gus");
  const details = { friendshipId: stranger };
  await db.app
    .transaction()
    .execute((tx) => tell(tx, { to: id, kind: "friend_asked", details, about: stranger, key: "one" }));
  expect(await rowsOf(id)).toEqual([]);
});

test.each([
  ["details that its words need", { kind: "session_planned", details: {} }, "needs details.sessionId"],
  ["the person that it names", { kind: "friend_asked", details: { friendshipId: "x" } }, "needs about"],
  ["nobody", { ...session, about: "x" }, "names nobody"],
] as const)("a notice has to be told with %s", async (_what, told, message) => {
  const { id } = await signedUp(db, `p${_what.length}`);
  await expect(tell(db.app, { ...told, to: id, key: "x" })).rejects.toThrow(message);
});
