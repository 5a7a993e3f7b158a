import type { Database } from "../database/database.ts";

/** Games ordered by name, at most `limit`. */
export function listGames(database: Database, limit: number) {
  return database
    .selectFrom("Game")
    .select(["id", "name", "description", "min_players as minPlayers", "max_players as maxPlayers"])
    .orderBy((order) => order.fn("lower", ["name"]))
    .limit(limit);
}
