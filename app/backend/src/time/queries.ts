import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Fold } from "./local-moment.ts";

/** A meeting to come whose instant was computed by other zone data. */
export interface MeetingRow {
  id: string;
  startsLocal: string;
  zone: string;
  fold: Fold;
  minutes: number;
  startsAt: Date;
}

/** Locks the meetings to come that were computed by other zone data than `version`, at most `limit`; what another process has is left out. */
export function lockOutdatedMeetings(database: Database, version: string, now: Date, limit: number) {
  return database
    .selectFrom("ScheduledSession as session")
    .select([
      "session.id",
      "session.fold",
      "session.starts_at as startsAt",
      sql<string>`session.time_zone`.as("zone"),
      sql<number>`session.minutes`.as("minutes"),
      sql<string>`to_char(session.starts_local, 'YYYY-MM-DD"T"HH24:MI')`.as("startsLocal"),
    ])
    .where("session.script_version", ">", 0)
    .where("session.status", "in", ["proposed", "scheduled"])
    .where("session.starts_at", ">", now)
    .where("session.zone_data", "!=", version)
    .orderBy("session.starts_at")
    .orderBy("session.id")
    .limit(limit)
    .forUpdate()
    .skipLocked();
}

/** Notes that meetings are right by this version, without changing them. */
export function confirmMeetings(database: Database, ids: readonly string[], version: string) {
  return database
    .updateTable("ScheduledSession")
    .set({ zone_data: version })
    .where("id", "in", [...ids]);
}

/** When a meeting takes place now. */
export interface NewTimes {
  startsAt: Date;
  endsAt: Date;
}

/** Gives a meeting its new instant. Its script has a new version, so that nobody agrees to what they did not see. */
export function moveMeeting(database: Database, id: string, { startsAt, endsAt }: NewTimes, version: string) {
  return database
    .updateTable("ScheduledSession")
    .set((eb) => ({
      starts_at: startsAt,
      ends_at: endsAt,
      zone_data: version,
      script_version: eb("script_version", "+", 1),
      calendar_sequence: eb("calendar_sequence", "+", 1),
      updated_at: sql<Date>`now()`,
    }))
    .where("id", "=", id);
}

/** Moves the requests of a meeting with it; an open one does not outlive the new start. */
export function moveRequests(database: Database, sessionId: string, startsAt: Date) {
  return database
    .updateTable("GameRequest")
    .set({ proposed_for: startsAt, expires_at: sql<Date>`least(expires_at, ${startsAt})` })
    .where("session_id", "=", sessionId);
}

/** Moves the places of a meeting with it. A place that is now on another session of the same person is marked, not refused. */
export function movePlaces(database: Database, sessionId: string, { startsAt, endsAt }: NewTimes) {
  const during = sql<string>`tstzrange(${startsAt}, ${endsAt})`;
  return database
    .updateTable("SessionPerson as place")
    .set({
      during,
      clashes: sql<boolean>`exists (select from "SessionPerson" other where other.user_id = place.user_id
        and other.session_id <> place.session_id and other.state = 'going' and not other.clashes and other.during && ${during})`,
      updated_at: sql<Date>`now()`,
    })
    .where("session_id", "=", sessionId)
    .returning(["user_id as userId", "state", "clashes"]);
}

/** The version of the zone data by which meetings were last computed. */
export function findZoneData(database: Database) {
  return database.selectFrom("ZoneData").select("version").where("id", "=", 1);
}

/** Notes the version by which all meetings are right. */
export function setZoneData(database: Database, version: string) {
  return database
    .insertInto("ZoneData")
    .values({ id: 1, version })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ version, checked_at: sql<Date>`now()` }));
}
