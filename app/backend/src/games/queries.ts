import type { Database } from "../database/database.ts";

const columns = [
  "id",
  "name",
  "description",
  "min_players as minPlayers",
  "max_players as maxPlayers",
] as const;

/** A game by its id. */
export function findGame(database: Database, id: string) {
  return database.selectFrom("Game").select(columns).where("id", "=", id);
}

/** Games ordered by name, at most `limit`. */
export function listGames(database: Database, limit: number) {
  return database
    .selectFrom("Game")
    .select(columns)
    .orderBy((order) => order.fn("lower", ["name"]))
    .limit(limit);
}
