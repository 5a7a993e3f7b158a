import type { Game } from "../api/schemas.ts";
import { fill, texts } from "../texts.ts";

/** The number of players of a game, in words. */
export function playersText({
  minPlayers: min,
  maxPlayers: max,
}: Pick<Game, "minPlayers" | "maxPlayers">): string {
  if (min < max) return fill(texts.games.range, { min, max });
  return max === 1 ? texts.games.alone : fill(texts.games.exactly, { max });
}
