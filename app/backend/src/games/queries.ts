import type { Database } from "../database/database.ts";

/** A game by its id. */
export function findGame(database: Database, id: string) {
  return database
    .selectFrom("Game")
    .select(["id", "name", "description", "min_players as minPlayers", "max_players as maxPlayers"])
    .where("id", "=", id);
}
