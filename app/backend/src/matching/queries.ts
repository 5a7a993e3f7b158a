import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import { people, relationColumn } from "../safety/people.ts";

/**
 * People who can be suggested to somebody: they may be asked to play, want suggestions themselves, and show this reader both their games and
 * their availability. In the order of ids, at most `limit`.
 */
export function suggestible(database: Database, readerId: string, limit: number) {
  const known = people(database, readerId, "invite")
    .innerJoin("UserProfile as profile", "profile.user_id", "person.id")
    .select(["person.id", "person.username", "profile.display_name as displayName", relationColumn(readerId)])
    .select([
      "profile.games_shown_to as gamesShownTo",
      "profile.availability_shown_to as availabilityShownTo",
    ])
    .where("profile.suggestions", "=", true)
    .where("profile.games_shown_to", "!=", "nobody")
    .where("profile.availability_shown_to", "!=", "nobody")
    .where("person.id", "!=", readerId)
    .where("person.id", "in", database.selectFrom("UserWeek").select("user_id"));
  return database
    .selectFrom(known.as("known"))
    .selectAll()
    .where((eb) =>
      eb.or([
        eb("relation", "=", sql.lit("friend")),
        eb("gamesShownTo", "=", "acquaintances").and("availabilityShownTo", "=", "acquaintances"),
      ]),
    )
    .orderBy("id")
    .limit(limit);
}

/** Spans in which people go to sessions, so that they are not free. */
export function spansTaken(database: Database, userIds: readonly string[], from: Date, to: Date) {
  return database
    .selectFrom("SessionPerson")
    .select(["user_id as userId", sql<Date>`lower(during)`.as("from"), sql<Date>`upper(during)`.as("to")])
    .where("user_id", "=", sql<string>`any(${userIds}::uuid[])`)
    .where("state", "=", "going")
    .where(sql<Date>`lower(during)`, "<", to)
    .where(sql<Date>`upper(during)`, ">", from);
}

/** Whether somebody wants suggestions, and their zone. */
export function findChoice(database: Database, userId: string) {
  return database
    .selectFrom("UserProfile")
    .select(["suggestions", "time_zone as zone"])
    .where("user_id", "=", userId);
}
