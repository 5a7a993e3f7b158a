import { common, type Span } from "../availability/minutes.ts";
import type { Liking, Platform } from "../database/tables/playing.ts";

/** What somebody likes to play. */
export interface Liked {
  gameId: string;
  gameName: string;
  liking: Liking;
  platform: Platform | null;
}

/** What two people have in common, each a fact that both may know. */
export interface Facts {
  /** Times that both have, in milliseconds since 1970, the first one first. */
  times: Span[];
  /** Games that both like, by name, and the platform if both said the same. */
  games: { id: string; name: string; platform: Platform | null }[];
}

/** Shortest common time that is worth a suggestion, in minutes, and the most that are told. */
const shortestCommon = 60;
const mostTimes = 5;
const mostGames = 5;

/** The facts about two people; undefined unless they have both a time and a game in common. Nothing is weighed, and nothing is kept. */
export function factsOf(
  mine: { free: readonly Span[]; games: readonly Liked[] },
  theirs: { free: readonly Span[]; games: readonly Liked[] },
): Facts | undefined {
  const times = common(mine.free, theirs.free)
    .filter(({ from, to }) => to - from >= shortestCommon * 60_000)
    .slice(0, mostTimes);
  const games = gamesOfBoth(mine.games, theirs.games).slice(0, mostGames);
  return times.length > 0 && games.length > 0 ? { times, games } : undefined;
}

function gamesOfBoth(mine: readonly Liked[], theirs: readonly Liked[]): Facts["games"] {
  const liked = new Map(
    theirs.filter(({ liking }) => liking !== "not_for_me").map((game) => [game.gameId, game]),
  );
  return mine
    .flatMap((game) => {
      const other = game.liking === "not_for_me" ? undefined : liked.get(game.gameId);
      if (!other) return [];
      const platform = game.platform === other.platform ? game.platform : null;
      return { id: game.gameId, name: game.gameName, platform };
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** The order of suggestions: the earliest common time first, then by id. It is all that decides. */
export function inOrder<Item extends { id: string; facts: Facts }>(items: readonly Item[]): Item[] {
  const first = ({ facts }: Item) => facts.times[0]?.from ?? Number.POSITIVE_INFINITY;
  return [...items].sort((a, b) => first(a) - first(b) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
