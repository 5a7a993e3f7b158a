// The small edition compiles no checks at run time, which the content security policy would refuse.
import * as z from "zod/mini";

const players = z.int().check(z.minimum(1));

const game = z.object({
  id: z.string().check(z.minLength(1)),
  name: z.string().check(z.trim(), z.minLength(1)),
  /** May be empty. */
  description: z.string().check(z.trim()),
  minPlayers: players,
  maxPlayers: players,
});

/** Answer of `GET /api/games`. Fields that the page does not show are dropped. */
export const gamesAnswer = z.object({ games: z.array(game) });

/** Names and versions are null where no database answered. */
const database = z.object({
  name: z.nullable(z.string()),
  schemaVersion: z.nullable(z.int()),
  checkedAt: z.iso.datetime({ offset: true }),
});

/** Answer of `GET /api/health`, for a service that works and for one that does not. */
export const healthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  database,
});

/** A game that sessions can be planned for. */
export type Game = z.infer<typeof game>;

/** Games in the order in which the service lists them. */
export type GamesAnswer = z.infer<typeof gamesAnswer>;

/** What the service says about itself and its database. */
export type HealthAnswer = z.infer<typeof healthAnswer>;
