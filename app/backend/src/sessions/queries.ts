import { type SqlBool, sql } from "kysely";
import { exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { SessionStatus } from "../database/tables/playing.ts";
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
  "session.paused_at as pausedAt",
  "session.created_at as createdAt",
  "session.updated_at as updatedAt",
  "Game.id as gameId",
  "Game.name as gameName",
] as const;

/** Date and time without zone, as `2027-01-31T19:00`; null without a script. */
const startsLocal = sql<string | null>`to_char(session.starts_local, 'YYYY-MM-DD"T"HH24:MI')`;

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

/** An id that nothing has: an empty list of ids is not SQL. */
export const noId = "00000000-0000-0000-0000-000000000000";

/** Locks a session until the transaction ends, so that whatever happens to it happens one after the other. */
export function lockSession(database: Database, id: string) {
  return database.selectFrom("ScheduledSession").select("id").where("id", "=", id).forUpdate();
}

/** Which of a person's sessions. */
export type When = "upcoming" | "past";

/** A page of the sessions in which somebody has or had a place, by their start: the next one first, or the last one first. */
export function listSessions(
  database: Database,
  {
    userId,
    when,
    now,
    limit,
    after,
  }: { userId: string; when: When; now: Date; limit: number; after?: Place | undefined },
) {
  const direction = when === "upcoming" ? "asc" : "desc";
  const beyond = sql.raw(when === "upcoming" ? ">" : "<");
  const start = sql<Date>`lower(place.during)`;
  return database
    .selectFrom("SessionPerson as place")
    .innerJoin("ScheduledSession as session", "session.id", "place.session_id")
    .select([
      "session.id",
      exactTime("session.starts_at").as("at"),
      "place.state",
      "place.is_host as isHost",
      "place.attendance",
    ])
    .where("place.user_id", "=", userId)
    .where("place.state", "in", ["going", "left", "called_off"])
    .where("session.status", "!=", "proposed")
    .where(sql<SqlBool>`${start} ${beyond} ${now}`)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(${start}, place.session_id) ${beyond} (${after?.at}::timestamptz, ${after?.id}::uuid)`,
      ),
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

type ScriptChoices = {
  [Key in "platform" | "talk" | "startHow" | "ifLate" | "leaveHow"]: NonNullable<ScriptRow[Key]>;
};

/** Proposes a session. */
export function insertSession(database: Database, given: NewSession) {
  return database
    .insertInto("ScheduledSession")
    .values({
      ...scriptValues(given),
      host_id: given.hostId,
      guest_id: given.guestId,
      fewest_people: given.fewestPeople,
      script_version: 1,
      status: "proposed",
    })
    .returning("id");
}

/** Changes the state of a session; its calendar entry gets a new sequence. */
export function setSessionStatus(
  database: Database,
  id: string,
  status: SessionStatus,
  pausedAt: Date | null,
) {
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

/** Gives a session's calendar entry a new sequence, because who goes has changed. */
export function countChange(database: Database, id: string) {
  return database
    .updateTable("ScheduledSession")
    .set((eb) => ({ calendar_sequence: eb("calendar_sequence", "+", 1), updated_at: sql<Date>`now()` }))
    .where("id", "=", id);
}

/** Replaces the script of a session; it has a new version, so that nobody agrees to what they did not see. */
export function setScript(
  database: Database,
  id: string,
  given: Omit<NewSession, "hostId" | "guestId" | "fewestPeople">,
) {
  return database
    .updateTable("ScheduledSession")
    .set((eb) => ({
      ...scriptValues(given),
      script_version: eb("script_version", "+", 1),
      updated_at: sql<Date>`now()`,
    }))
    .where("id", "=", id);
}

function scriptValues(given: Omit<NewSession, "hostId" | "guestId" | "fewestPeople">) {
  return {
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
  };
}
