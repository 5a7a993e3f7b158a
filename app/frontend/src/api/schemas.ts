// zod/mini does not compile checks at run time, which the content security policy would block.
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

/** Answer of `GET /api/games`, without the fields that the page does not show. */
export const gamesAnswer = z.object({ games: z.array(game) });

/** Answer of `GET /api/health`, whether the service works or not. */
export const healthAnswer = z.object({
  status: z.enum(["ok", "unavailable"]),
  checkedAt: z.iso.datetime({ offset: true }),
});

/** A game that sessions can be planned for. */
export type Game = z.infer<typeof game>;

/** Games in the service's order. */
export type GamesAnswer = z.infer<typeof gamesAnswer>;

/** Whether the service works, and when that was looked at. */
export type HealthAnswer = z.infer<typeof healthAnswer>;
