import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Liking, Platform } from "../database/tables/playing.ts";

/** What somebody likes to play, by the game's name; at most 500. */
export function listPreferences(database: Database, userId: string) {
  return database
    .selectFrom("UserGamePreference as preference")
    .innerJoin("Game", "Game.id", "preference.game_id")
    .select(["Game.id as gameId", "Game.name as gameName", "preference.liking", "preference.platform"])
    .where("preference.user_id", "=", userId)
    .where("preference.removed_at", "is", null)
    .orderBy("Game.name")
    .limit(500);
}

/** What several people like to play. */
export function listPreferencesOf(database: Database, userIds: readonly string[]) {
  return database
    .selectFrom("UserGamePreference as preference")
    .innerJoin("Game", "Game.id", "preference.game_id")
    .select([
      "preference.user_id as userId",
      "Game.id as gameId",
      "Game.name as gameName",
      "preference.liking",
      "preference.platform",
    ])
    .where("preference.user_id", "=", sql<string>`any(${userIds}::uuid[])`)
    .where("preference.removed_at", "is", null);
}

/** What somebody thinks of one game. */
export function findPreference(database: Database, userId: string, gameId: string) {
  return database
    .selectFrom("UserGamePreference")
    .select(["liking", "platform"])
    .where("user_id", "=", userId)
    .where("game_id", "=", gameId)
    .where("removed_at", "is", null);
}

/** Saves what somebody thinks of a game. The database refuses an unknown game. */
export function savePreference(
  database: Database,
  userId: string,
  gameId: string,
  { liking, platform }: { liking: Liking; platform: Platform | null },
) {
  return database
    .insertInto("UserGamePreference")
    .values({ user_id: userId, game_id: gameId, liking, platform })
    .onConflict((conflict) =>
      conflict
        .columns(["user_id", "game_id"])
        .doUpdateSet({ liking, platform, removed_at: null, updated_at: sql<Date>`now()` }),
    );
}

/** Takes a game out of somebody's list. */
export function removePreference(database: Database, userId: string, gameId: string) {
  return database
    .updateTable("UserGamePreference")
    .set({ removed_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .where("game_id", "=", gameId)
    .where("removed_at", "is", null);
}
