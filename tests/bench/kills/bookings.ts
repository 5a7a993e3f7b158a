import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { createDatabase, type Database } from "../../../app/backend/src/database/database.ts";
import { jobId } from "../../../app/backend/src/jobs/queue.ts";
import { instantAt } from "../../../app/backend/src/notices/preferences.ts";
import { scheduleReminders } from "../../../app/backend/src/notices/reminders.ts";
import type { Place } from "./processes.ts";

/** Seconds from a booking to its reminder, which is ten minutes before the session. */
const reminderIn = { least: 3, spread: 20 };

/** Who books, and what. */
export interface Cast {
  people: string[];
  gameId: string;
}

/** The database as the application has it, for a program that makes bookings itself. */
export function applicationAt({ port, password }: Place) {
  const pool = new pg.Pool({
    host: "127.0.0.1",
    port,
    database: "TovPlay",
    user: "tovplay_app",
    password,
    max: 4,
    connectionTimeoutMillis: 5_000,
    query_timeout: 9_000,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { database: createDatabase(pool), end: () => pool.end() };
}

/** Makes a booking, and again until it is known to be there, as somebody who presses the button again does. @returns how often it was tried */
export async function book(
  database: Database,
  cast: Cast,
  index: number,
  random: () => number,
): Promise<number> {
  const id = jobId("booking", String(index));
  const [host = "", guest = ""] = [
    cast.people[index % cast.people.length],
    cast.people[(index + 1) % cast.people.length],
  ];
  const seconds = reminderIn.least + random() * reminderIn.spread;
  for (let attempt = 1; ; attempt += 1) {
    const startsAt = new Date(Math.round(Date.now() / 1_000 + 600 + seconds) * 1_000);
    const done = await write(database, { id, startsAt, people: [host, guest], gameId: cast.gameId }).catch(
      () => false,
    );
    if (done) return attempt;
    await sleep(200);
  }
}

interface Booking {
  id: string;
  startsAt: Date;
  people: [string, string];
  gameId: string;
}

async function write(database: Database, { id, startsAt, people, gameId }: Booking): Promise<boolean> {
  const end = new Date(startsAt.getTime() + 3_600_000);
  const [host_id, guest_id] = people;
  return database.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto("ScheduledSession")
      .values({
        id,
        game_id: gameId,
        host_id,
        guest_id,
        starts_at: startsAt,
        ends_at: end,
        status: "scheduled",
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    // It was there already: the answer to the attempt before was lost, the booking was not.
    if (!made) return true;
    for (const user_id of people)
      await tx
        .insertInto("SessionPerson")
        .values({
          session_id: id,
          user_id,
          state: "going",
          during: `[${startsAt.toISOString()},${end.toISOString()})`,
          clashes: true,
        })
        .execute();
    await scheduleReminders(tx, { id, startsAt: instantAt(startsAt), people });
    return true;
  });
}
