import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** The account that somebody on Discord has linked, while it is in use. */
export function findLinkedAccount(database: Database, discordId: string) {
  return database
    .selectFrom("AccountLink as l")
    .innerJoin("User as u", "u.id", "l.user_id")
    .where("l.provider", "=", "discord")
    .where("l.subject", "=", discordId)
    .where("l.ended_at", "is", null)
    .where("u.status", "=", "active")
    .select("u.id");
}

/** Who somebody is on Discord. */
export function findDiscordId(database: Database, userId: string) {
  return database
    .selectFrom("AccountLink")
    .where("provider", "=", "discord")
    .where("user_id", "=", userId)
    .where("ended_at", "is", null)
    .select("subject");
}

/** Somebody's next sessions, without the people in them. */
export function listNextSessions(database: Database, userId: string) {
  return database
    .selectFrom("SessionPerson as p")
    .innerJoin("ScheduledSession as s", "s.id", "p.session_id")
    .innerJoin("Game as g", "g.id", "s.game_id")
    .where("p.user_id", "=", userId)
    .where("p.state", "=", "going")
    .where("s.status", "=", "scheduled")
    .where("s.ends_at", ">", sql<Date>`now()`)
    .select(["s.id", "s.starts_at as startsAt", "g.name as game"])
    .orderBy("s.starts_at")
    .orderBy("s.id")
    .limit(5);
}

/** A session's event, with what it has to show. */
export function findEvent(database: Database, sessionId: string) {
  return database
    .selectFrom("DiscordEvent as e")
    .innerJoin("ScheduledSession as s", "s.id", "e.session_id")
    .innerJoin("Game as g", "g.id", "s.game_id")
    .where("e.session_id", "=", sessionId)
    .select([
      "e.guild_id as guildId",
      "e.event_id as eventId",
      "e.wanted",
      "s.status",
      "s.starts_at as startsAt",
      "s.ends_at as endsAt",
      "g.name as game",
    ]);
}

/** Says whether a session is to have an event. */
export function saveEvent(tx: Database, sessionId: string, guildId: string, wanted: boolean) {
  return tx
    .insertInto("DiscordEvent")
    .values({ session_id: sessionId, guild_id: guildId, wanted })
    .onConflict((conflict) =>
      conflict.column("session_id").doUpdateSet({ wanted, updated_at: sql<Date>`now()` }),
    );
}

/** Writes down which event a session has. */
export function saveEventId(tx: Database, sessionId: string, eventId: string | null) {
  return tx
    .updateTable("DiscordEvent")
    .set({ event_id: eventId, updated_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId);
}
