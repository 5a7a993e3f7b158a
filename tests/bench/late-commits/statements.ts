import { randomUUID } from "node:crypto";
import type { Database } from "../../../app/backend/src/database/database.ts";
import { until } from "../../conformance/testing/until.ts";
import { heldBy, type Scene, waiting } from "./scene.ts";

/** The outcome of single statements that were given up while they waited for a lock. */
export interface Outcome {
  failed: number;
  /** Number of those that were committed anyway, once the lock was released. */
  late: number;
}

/** Makes at least `times` statements fail while they wait for a lock; after each round the rows show which were committed anyway. */
export async function giveUpStatements(scene: Scene, database: Database, times: number): Promise<Outcome> {
  const outcome = { failed: 0, late: 0 };
  while (outcome.failed < times) {
    const failed = new Set<string>();
    await scene.whileHeld(() =>
      Promise.all(
        waiting.map(async (number) => {
          const description = randomUUID();
          const change = database.updateTable("Game").set({ description }).where("name", "=", heldBy(number));
          await change.execute().catch(() => failed.add(description));
        }),
      ),
    );
    await until("no statement is running", async () => {
      if ((await scene.read(running)) !== "0") throw new Error("a statement is running");
    });
    const found = (await scene.read(`SELECT description FROM "Game" WHERE name LIKE 'held %'`)).split("\n");
    outcome.failed += failed.size;
    outcome.late += found.filter((description) => failed.has(description)).length;
  }
  return outcome;
}

const running = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'tovplay_app' AND state = 'active'";
