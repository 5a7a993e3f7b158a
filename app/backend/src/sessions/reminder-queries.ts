import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Reminder } from "../database/tables/playing.ts";
import { utc } from "../time/zone.ts";

/** In which zone, and when, somebody wants to be reminded. */
export async function findReminders(
  database: Database,
  userId: string,
): Promise<{ zone: string; wanted: readonly Reminder[] }> {
  const row = await database
    .selectFrom("UserProfile")
    .select(["time_zone as zone", "reminders as wanted"])
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row ?? { zone: utc, wanted: ["day_before", "hour_before"] };
}

/** Sessions to come in which somebody has a place, for example to set their reminders anew. */
export function sessionsToCome(database: Database, userId: string, now: Temporal.Instant) {
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .select("session.id")
    .where("place.user_id", "=", userId)
    .where("place.state", "=", "going")
    .where("session.status", "=", "scheduled")
    .where("session.starts_at", ">", new Date(now.epochMilliseconds));
}
