import type { TestDatabase } from "../test-database.ts";
import type { testSite } from "../test-site.ts";
import { type Action, act } from "./actions.ts";
import { observe } from "./observe.ts";
import { World } from "./world.ts";

/** Two games, whose pools all sequences share. */
export async function gamesOf(db: TestDatabase): Promise<string[]> {
  const rows = ["Chess", "Go"].map((name) => ({ name, max_players: 2 }));
  const games = await db.admin.insertInto("Game").values(rows).returning("id").execute();
  return games.map(({ id }) => id);
}

/** Sequences that are done at once: while one waits for the database, another computes. */
export const atOnce = 5;

/** Does a sequence of actions with new people, then looks with everybody's eyes. @throws Leak */
export async function runSequence(
  db: TestDatabase,
  send: Awaited<ReturnType<typeof testSite>>["send"],
  games: readonly string[],
  sequence: readonly Action[],
): Promise<void> {
  const world = await World.create(db, send, games);
  for (const [index, action] of sequence.entries())
    await act(world, action).catch((error: Error) => {
      error.message += `\nafter ${sequence
        .slice(0, index + 1)
        .map(inWords)
        .join(", ")}`;
      throw error;
    });
  const viewers = world.model.everybody.filter((viewer) => world.model.states[viewer] === "active");
  for (const [index, viewer] of viewers.entries()) await observe(world, viewer, { thorough: index === 0 });
}

const inWords = ({ name, who, whom, pick }: Action) => `${name}(${who}, ${whom}, ${pick})`;
