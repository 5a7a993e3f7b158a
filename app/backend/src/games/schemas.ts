import { z } from "zod";

/** A game that sessions can be planned for. */
const game = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  minPlayers: z.int(),
  maxPlayers: z.int(),
});

/** Answer of `GET /api/games`. */
export const gamesAnswer = z.object({ games: z.array(game) });
