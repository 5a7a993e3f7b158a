import { type SqlBool, sql } from "kysely";
import { exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { PlaceState, SessionStatus } from "../database/tables/playing.ts";
import { people } from "../safety/people.ts";
import type { Fold } from "../time/local-moment.ts";

/** A session with its script. */
export type ScriptRow = Awaited<ReturnType<ReturnType<typeof findSession>["executeTakeFirstOrThrow"]>>;

const scriptColumns = [
  "session.id",
  "session.status",
  "session.host_id as hostId",
  "session.starts_at as startsAt",
  "session.ends_at as endsAt",
  "session.time_zone as timeZone",
  "session.fold",
  "session.minutes",
  "session.platform",
  "session.talk",
  "session.start_how as startHow",
  "session.if_late as ifLate",
  "session.leave_how as leaveHow",
  "session.fewest_people as fewestPeople",
  "session.script_version as scriptVersion",
  "session.calendar_sequence as calendarSequence",
  "session.created_at as createdAt",
  "session.updated_at as updatedAt",
  "Game.id as gameId",
  "Game.name as gameName",
] as const;

/** Date and time without zone, as `2027-01-31T19:00`; null without a script. */
export const startsLocal = sql<string | null>`to_char(session.starts_local, 'YYYY-MM-DD"T"HH24:MI')`;

function sessions(database: Database) {
  return database
    .selectFrom("ScheduledSession as session")
    .innerJoin("Game", "Game.id", "session.game_id")
    .select(scriptColumns)
    .select(startsLocal.as("startsLocal"));
}

/** A session by its id. */
export function findSession(database: Database, id: string) {
  return sessions(database).where("session.id", "=", id);
}

/** Several sessions. */
export function findSessions(database: Database, ids: readonly string[]) {
  return sessions(database).where("session.id", "in", ids.length > 0 ? ids : [noId]);
}

const noId = "00000000-0000-0000-0000-000000000000";

/** Locks a session until the transaction ends, so that whatever happens to it happens one after the other. */
export function lockSession(database: Database, id: string) {
  return database.selectFrom("ScheduledSession").select("id").where("id", "=", id).forUpdate();
}

/** Somebody's place in a session. */
export function findPlace(database: Database, sessionId: string, userId: string) {
  return database
    .selectFrom("SessionPerson")
    .select(["state", "is_host as isHost", "agreed_version as agreedVersion", "attendance"])
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId);
}

/** A person's place in a session, for a reader who may see the person. */
export interface PersonRow {
  sessionId: string;
  id: string;
  username: string;
  displayName: string;
  isHost: boolean;
  state: PlaceState;
  /** The reader wanted to be warned of this person. */
  warned: SqlBool;
}

/** Places in sessions with the people whom a reader may be in a session with; the host is first, then by name. */
export function listPeople(database: Database, readerId: string, sessionIds: readonly string[]) {
  return people(database, readerId, "plan")
    .innerJoin("SessionPerson as place", "place.user_id", "person.id")
    .leftJoin("UserProfile as profile", "profile.user_id", "person.id")
    .select((eb) => [
      "place.session_id as sessionId",
      "person.id",
      "person.username",
      eb.fn.coalesce("profile.display_name", "person.username").as("displayName"),
      "place.is_host as isHost",
      "place.state",
      eb
        .exists(
          eb
            .selectFrom("UserBlock")
            .select(sql.lit(1).as("one"))
            .where("blocker_id", "=", readerId)
            .whereRef("blocked_id", "=", "person.id")
            .where("mode", "=", "warn")
            .where("ended_at", "is", null),
        )
        .as("warned"),
    ])
    .where("place.session_id", "in", sessionIds.length > 0 ? sessionIds : [noId])
    .where("place.withheld", "=", false)
    .orderBy("place.is_host", "desc")
    .orderBy("person.username");
}

/** All places of a session, without regard to who may see whom: for changes, never for answers. */
export function listPlaces(database: Database, sessionId: string) {
  return database
    .selectFrom("SessionPerson")
    .select(["user_id as userId", "is_host as isHost", "state", "withheld"])
    .where("session_id", "=", sessionId)
    .orderBy("user_id");
}

/** Which of a person's sessions. */
export type When = "upcoming" | "past";

/** A page of the sessions in which somebody has or had a place, by their start: the next one first, or the last one first. */
export function listSessions(database: Database, userId: string, when: When, now: Date, limit: number, after?: Place) {
  const direction = when === "upcoming" ? "asc" : "desc";
  const beyond = sql.raw(when === "upcoming" ? ">" : "<");
  const start = sql<Date>`lower(place.during)`;
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .select(["session.id", exactTime("session.starts_at").as("at"), "place.state", "place.is_host as isHost", "place.attendance"])
    .where("place.user_id", "=", userId)
    .where("place.state", "in", ["going", "left", "called_off"])
    .where("session.status", "!=", "proposed")
    .where(sql<SqlBool>`${start} ${beyond} ${now}`)
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(${start}, place.session_id) ${beyond} (${after?.at}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy(start, direction)
    .orderBy("place.session_id", direction)
    .limit(limit);
}

/** A session to be proposed. */
export interface NewSession {
  hostId: string;
  /** The other one of two; null in a group. */
  guestId: string | null;
  gameId: string;
  local: string;
  zone: string;
  fold: Fold;
  zoneData: string;
  startsAt: Date;
  endsAt: Date;
  minutes: number;
  platform: ScriptChoices["platform"];
  talk: ScriptChoices["talk"];
  startHow: ScriptChoices["startHow"];
  ifLate: ScriptChoices["ifLate"];
  leaveHow: ScriptChoices["leaveHow"];
  fewestPeople: number;
}

type ScriptChoices = { [Key in "platform" | "talk" | "startHow" | "ifLate" | "leaveHow"]: NonNullable<ScriptRow[Key]> };

/** Proposes a session. */
export function insertSession(database: Database, given: NewSession) {
  return database
    .insertInto("ScheduledSession")
    .values({
      host_id: given.hostId,
      guest_id: given.guestId,
      game_id: given.gameId,
      starts_local: given.local,
      time_zone: given.zone,
      fold: given.fold,
      zone_data: given.zoneData,
      starts_at: given.startsAt,
      ends_at: given.endsAt,
      minutes: given.minutes,
      platform: given.platform,
      talk: given.talk,
      start_how: given.startHow,
      if_late: given.ifLate,
      leave_how: given.leaveHow,
      fewest_people: given.fewestPeople,
      script_version: 1,
      status: "proposed",
    })
    .returning("id");
}

/** A place to be given to somebody. */
export interface NewPlace {
  userId: string;
  isHost: boolean;
  withheld: boolean;
}

/** Gives people places in a session, which they have not agreed to yet. */
export function insertPlaces(database: Database, sessionId: string, places: readonly NewPlace[]) {
  return database
    .insertInto("SessionPerson")
    .columns(["session_id", "user_id", "is_host", "withheld", "state", "during"])
    .expression((eb) =>
      eb
        .selectFrom("ScheduledSession")
        .innerJoin(placesGiven(places), (join) => join.onTrue())
        .select((select) => [
          select.ref("ScheduledSession.id").as("session_id"),
          sql<string>`given.user_id`.as("user_id"),
          sql<boolean>`given.is_host`.as("is_host"),
          sql<boolean>`given.withheld`.as("withheld"),
          sql<PlaceState>`'asked'`.as("state"),
          sql<string>`tstzrange(starts_at, ends_at)`.as("during"),
        ])
        .where("ScheduledSession.id", "=", sessionId),
    );
}

function placesGiven(places: readonly NewPlace[]) {
  const rows = places.map(({ userId, isHost, withheld }) => sql`(${userId}::uuid, ${isHost}::boolean, ${withheld}::boolean)`);
  return sql`(values ${sql.join(rows)})`.as<"given">(sql`given (user_id, is_host, withheld)`);
}

/** Changes the state of places. The database refuses two sessions of one person at a time. */
export function setPlaces(database: Database, sessionId: string, from: readonly PlaceState[], to: PlaceState) {
  return database
    .updateTable("SessionPerson")
    .set({ state: to, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("state", "in", from);
}

/** Somebody agrees to the script that they saw. */
export function agree(database: Database, sessionId: string, userId: string, version: number) {
  return database
    .updateTable("SessionPerson")
    .set({ state: "going", agreed_version: version, agreed_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("state", "in", ["asked", "declined"]);
}

/** Changes the state of a session; its calendar entry gets a new sequence. */
export function setSessionStatus(database: Database, id: string, status: SessionStatus, pausedAt: Date | null) {
  return database
    .updateTable("ScheduledSession")
    .set((eb) => ({
      status,
      paused_at: pausedAt,
      calendar_sequence: eb("calendar_sequence", "+", 1),
      updated_at: sql<Date>`now()`,
    }))
    .where("id", "=", id);
}

/** Changes the state of one person's place. */
export function setPlaceOf(database: Database, sessionId: string, userId: string, state: PlaceState) {
  return database
    .updateTable("SessionPerson")
    .set({ state, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId);
}
