import { type SqlBool, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { PlaceState } from "../database/tables/playing.ts";
import { people } from "../safety/people.ts";
import { noId } from "./queries.ts";

/** Somebody's place in a session. */
export function findPlace(database: Database, sessionId: string, userId: string) {
  return database
    .selectFrom("SessionPerson")
    .select(["state", "is_host as isHost", "agreed_version as agreedVersion", "attendance"])
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("withheld", "=", false);
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
  const rows = places.map(
    ({ userId, isHost, withheld }) => sql`(${userId}::uuid, ${isHost}::boolean, ${withheld}::boolean)`,
  );
  return sql`(values ${sql.join(rows)})`.as<"given">(sql`given (user_id, is_host, withheld)`);
}

/** Changes the state of places. The database refuses two sessions of one person at a time. */
export function setPlaces(
  database: Database,
  sessionId: string,
  from: readonly PlaceState[],
  to: PlaceState,
) {
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
    .set({
      state: "going",
      agreed_version: version,
      agreed_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("state", "in", ["asked", "declined"]);
}

/** Changes the state of one person's place. */
export function setPlaceOf(database: Database, sessionId: string, userId: string, state: PlaceState) {
  return database
    .updateTable("SessionPerson")
    .set({ state, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId);
}

/** Sessions to come in which two people both have a place. */
export function placesBetween(database: Database, userId: string, otherId: string) {
  return placesToCome(database, userId).where((eb) =>
    eb.exists(
      eb
        .selectFrom("SessionPerson as other")
        .select(sql.lit(1).as("one"))
        .whereRef("other.session_id", "=", "place.session_id")
        .where("other.user_id", "=", otherId)
        .where("other.state", "in", ["asked", "going"]),
    ),
  );
}

/** Sessions to come in which somebody has a place. */
export function placesToCome(database: Database, userId: string) {
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .select("place.session_id as sessionId")
    .where("place.user_id", "=", userId)
    .where("place.state", "in", ["asked", "going"])
    .where("session.status", "in", ["proposed", "scheduled", "paused"])
    .orderBy("place.session_id");
}

/** Moves the places of a session that nobody has agreed to yet. */
export function movePlacesTo(
  database: Database,
  sessionId: string,
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
) {
  return database
    .updateTable("SessionPerson")
    .set({ during: sql<string>`tstzrange(${startsAt}, ${endsAt})`, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId);
}

/** Somebody says whether they were there. */
export function setAttendance(
  database: Database,
  sessionId: string,
  userId: string,
  attendance: "not_said" | "there" | "not_there",
) {
  return database
    .updateTable("SessionPerson")
    .set({ attendance })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId);
}
