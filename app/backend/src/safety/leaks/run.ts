import type { TestDatabase } from "../../testing/test-database.ts";
import type { testSite } from "../../testing/test-site.ts";
import { type Action, act } from "./actions.ts";
import { observe } from "./observe.ts";
import { World } from "./world.ts";

/** Two games, whose pools all sequences share. */
export async function gamesOf(db: TestDatabase): Promise<string[]> {
  const rows = ["Chess", "Go"].map((name) => ({ name, max_players: 2 }));
  const games = await db.admin.insertInto("Game").values(rows).returning("id").execute();
  return games.map(({ id }) => id);
}

/** Does a sequence of actions with new people, then looks with everybody's eyes. @throws Leak */
export async function runSequence(
  db: TestDatabase,
  send: Awaited<ReturnType<typeof testSite>>["send"],
  games: readonly string[],
  sequence: readonly Action[],
): Promise<void> {
  const world = await World.create(db, send, games);
  for (const action of sequence) await act(world, action);
  for (const viewer of world.model.everybody)
    if (world.model.states[viewer] === "active") await observe(world, viewer);
}
