import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp } from "../testing/test-site.ts";
import { cancelReminders, remind, scheduleReminders } from "./reminders.ts";

const db = await testDatabase();
const now = Temporal.Instant.from("2030-01-01T12:00Z");
const start = Temporal.Instant.from("2030-01-03T19:00Z");
const [ada, bea] = [await signedUp(db, "ada"), await signedUp(db, "bea")];
const { rows: games } = await sql<{
  id: string;
}>`insert into "Game" (name, max_players) values ('Portal 2', 2) returning id`.execute(db.admin);

/** A session of both, at a time when nothing else is. */
async function session(startsAt = start): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`insert into "ScheduledSession" (game_id, host_id, guest_id, starts_at, ends_at)
    values (${games[0]?.id}, ${ada.id}, ${bea.id}, ${startsAt.toString()}, ${startsAt.add({ hours: 2 }).toString()})
    returning id`.execute(db.admin);
  const id = rows[0]?.id ?? "";
  for (const person of [ada, bea])
    await sql`insert into "SessionPerson" (session_id, user_id, state, during, clashes)
      values (${id}, ${person.id}, 'going', tstzrange(${startsAt.toString()}, null), true)`.execute(db.admin);
  return id;
}

const schedule = (id: string, startsAt = start, people = [ada.id, bea.id]) =>
  db.app.transaction().execute((tx) => scheduleReminders(tx, { id, startsAt, people }, now));

/** Reminders that wait, as who and when. */
async function waiting(id: string) {
  const { rows } = await sql<{ name: string; at: Date }>`select u.username as name, j.start_after as at
    from pgboss.job j join "User" u on u.id::text = j.data ->> 'userId'
    where j.name = 'remind' and j.state = 'created' and j.singleton_key = ${id} order by 1, 2`.execute(
    db.admin,
  );
  return rows.map(({ name, at }) => `${name} ${at.toISOString().slice(0, 16)}`);
}

/** How many reminders somebody was given. */
async function reminded(userId: string, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int from "UserNotifications"
    where user_id = ${userId} and kind = 'session_reminder' and channel = 'in_app' and details ->> 'sessionId' = ${id}`.execute(
    db.admin,
  );
  return rows[0]?.count ?? -1;
}

const job = (sessionId: string, userId = ada.id, startsAt = start) => ({
  sessionId,
  userId,
  startsAt: startsAt.toString(),
  minutes: 60,
});
const doIt = (data: ReturnType<typeof job>) => db.app.transaction().execute((tx) => remind(tx, data));

test("a session reminds each of its people a day and an hour before, however often it is scheduled", async () => {
  const id = await session();
  await schedule(id);
  await schedule(id);
  expect(await waiting(id)).toEqual([
    "ada 2030-01-02T19:00",
    "ada 2030-01-03T18:00",
    "bea 2030-01-02T19:00",
    "bea 2030-01-03T18:00",
  ]);
});

test("everybody is reminded as they chose, and not of what is over", async () => {
  const id = await session();
  await sql`insert into "UserProfile" (user_id, display_name, reminders) values (${bea.id}, 'Bea', '{ten_minutes_before}')`.execute(
    db.admin,
  );
  const soon = now.add({ minutes: 90 });
  await schedule(id, soon);
  expect(await waiting(id)).toEqual(["ada 2030-01-01T12:30", "bea 2030-01-01T13:20"]);
  await sql`update "UserProfile" set reminders = default`.execute(db.admin);
});

test("a moved session moves its reminders, and one that is moved back has each once", async () => {
  const id = await session();
  await schedule(id, start, [ada.id]);
  await schedule(id, start.add({ hours: 24 }), [ada.id]);
  expect(await waiting(id)).toEqual(["ada 2030-01-03T19:00", "ada 2030-01-04T18:00"]);
  await schedule(id, start, [ada.id]);
  expect(await waiting(id)).toEqual(["ada 2030-01-02T19:00", "ada 2030-01-03T18:00"]);
});

test("somebody who leaves is not reminded, and a session that is called off reminds nobody", async () => {
  const id = await session();
  await schedule(id);
  await schedule(id, start, [bea.id]);
  expect((await waiting(id)).every((one) => one.startsWith("bea"))).toBe(true);
  await db.app.transaction().execute((tx) => cancelReminders(tx, id));
  expect(await waiting(id)).toEqual([]);
});

test("a reminder that is done twice is told once", async () => {
  const id = await session();
  await Promise.all([doIt(job(id)), doIt(job(id)), doIt(job(id))]);
  expect(await reminded(ada.id, id)).toBe(1);
});

test.each([
  ["was called off", sql`update "ScheduledSession" set status = 'cancelled' where id = `],
  [
    "was moved",
    sql`update "ScheduledSession" set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = `,
  ],
  ["the person has left", sql`update "SessionPerson" set state = 'left' where session_id = `],
])("a reminder that comes just when its session %s says nothing", async (_what, change) => {
  const id = await session();
  await sql`${change}${id}`.execute(db.admin);
  await doIt(job(id));
  expect(await reminded(ada.id, id)).toBe(0);
});
