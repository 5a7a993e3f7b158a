import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Makes a link to somebody's calendar. The database refuses a second one beside it. */
export function insertCalendarLink(database: Database, userId: string, keyHash: Buffer) {
  return database
    .insertInto("CalendarLink")
    .values({ user_id: userId, key_hash: keyHash })
    .returning(["id", "created_at as createdAt"]);
}

/** Ends somebody's link. */
export function revokeCalendarLink(database: Database, userId: string) {
  return database
    .updateTable("CalendarLink")
    .set({ revoked_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .returning("id");
}

/** Somebody's link that works. */
export function findCalendarLink(database: Database, userId: string) {
  return database
    .selectFrom("CalendarLink")
    .select(["id", "created_at as createdAt"])
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null);
}

/** Whose calendar a key opens. */
export function findCalendarOwner(database: Database, keyHash: Buffer) {
  return database
    .selectFrom("CalendarLink as link")
    .innerJoin("User", "User.id", "link.user_id")
    .leftJoin("UserProfile as profile", "profile.user_id", "link.user_id")
    .select(["link.user_id as userId", "profile.time_zone as zone"])
    .where("link.key_hash", "=", keyHash)
    .where("link.revoked_at", "is", null)
    .where("User.status", "=", "active");
}

/** Sessions of somebody's calendar: those that were agreed, and what became of them; at most 1000. */
export function listCalendarSessions(database: Database, userId: string, since: Date) {
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .innerJoin("Game", "Game.id", "session.game_id")
    .select([
      "session.id",
      "session.status",
      "session.starts_at as startsAt",
      "session.ends_at as endsAt",
      "session.time_zone as zone",
      "session.calendar_sequence as sequence",
      "session.created_at as createdAt",
      "session.updated_at as updatedAt",
      "place.state",
      "Game.name as gameName",
    ])
    .where("place.user_id", "=", userId)
    .where("place.agreed_version", "is not", null)
    .where("place.state", "in", ["going", "left", "called_off"])
    .where("session.status", "!=", "proposed")
    .where(sql<Date>`lower(place.during)`, ">", since)
    .orderBy(sql`lower(place.during)`)
    .limit(1_000);
}
