import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { playground, scriptFor, testNow } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import { recomputeMeetings } from "./recompute.ts";
import { zoneDataVersion } from "./zone-data.ts";

const db = await testDatabase();
const { send, people, gameId, rested } = await playground(db, ["ada", "ben"]);
const [ada, ben] = people;

async function planned(local: string): Promise<string> {
  await rested();
  const body = { recipientIds: [ben.id], script: scriptFor(gameId, local) };
  const { sessionId, requestIds } = (await send("POST", "/api/game-requests", ada, { body })).body;
  const accepted = await send("POST", `/api/game-requests/${requestIds[0]}/accept`, ben, {
    body: { scriptVersion: 1 },
  });
  expect(accepted.status, accepted.raw).toBe(200);
  return sessionId;
}

/** As if other rules had been in force when the session was agreed: its instant is an hour off. */
async function computedByOtherRules(sessionId: string, by: string): Promise<void> {
  await sql`update "ScheduledSession" set starts_at = starts_at + ${by}::interval, ends_at = ends_at + ${by}::interval, zone_data = '2026a'
    where id = ${sessionId}`.execute(db.admin);
  await sql`update "SessionPerson" p set during = tstzrange(s.starts_at, s.ends_at) from "ScheduledSession" s
    where s.id = p.session_id and s.id = ${sessionId}`.execute(db.admin);
}

const recompute = (version = zoneDataVersion) =>
  db.app.transaction().execute((tx) => recomputeMeetings(tx, version, testNow));

test("new zone data moves the instant, keeps local time and zone, and says who has to be told", async () => {
  const moved = await planned("2027-02-01T19:00");
  const right = await planned("2027-02-02T19:00");
  await computedByOtherRules(moved, "1 hour");
  const { moved: found, done } = await recompute();
  expect(done).toBe(false);
  expect(found).toEqual([
    {
      sessionId: moved,
      from: Temporal.Instant.from("2027-02-01T19:00:00Z"),
      to: Temporal.Instant.from("2027-02-01T18:00:00Z"),
      people: [ada.id, ben.id].sort(),
      clashesFor: [],
    },
  ]);
  const shown = (await send("GET", `/api/sessions/${moved}`, ben)).body.script;
  expect([shown.time.startsAt, shown.version]).toEqual(["2027-02-01T18:00:00.000Z", 2]);
  expect((await send("GET", `/api/sessions/${right}`, ben)).body.script.version).toBe(1);
  expect(await recompute()).toEqual({ moved: [], done: true });
});

test("a session that is moved onto another one is marked for its people, not refused", async () => {
  const first = await planned("2027-02-08T17:00");
  const second = await planned("2027-02-08T19:00");
  await computedByOtherRules(second, "2 hours");
  await sql`update "ScheduledSession" set starts_local = starts_local - interval '1 hour' where id = ${second}`.execute(
    db.admin,
  );
  await db.admin.updateTable("ZoneData").set({ version: "2026a" }).execute();
  const { moved } = await recompute();
  expect(moved.map(({ sessionId, clashesFor }) => ({ sessionId, clashesFor }))).toEqual([
    { sessionId: second, clashesFor: [ada.id, ben.id].sort() },
  ]);
  expect((await send("GET", `/api/sessions/${first}`, ben)).body.status).toBe("scheduled");
});

test("a backend with older zone data than the database has seen changes nothing", async () => {
  while (!(await recompute()).done);
  const sessionId = await planned("2027-02-15T19:00");
  await computedByOtherRules(sessionId, "1 hour");
  expect(await recompute("2020a")).toEqual({ moved: [], done: true });
  expect((await recompute()).moved).toHaveLength(1);
});
