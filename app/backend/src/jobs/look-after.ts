import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue } from "./queue.ts";

/** Minutes between two looks. */
const minutes = 5;

/**
 * Gives the job that looks for what fell through, once in each five minutes, whoever of the processes asks. It gives the next one
 * itself; a process that starts gives it for the case that there is none.
 */
export async function keepLooking(tx: Database, now: number): Promise<void> {
  const next = Math.floor(now / (minutes * 60_000)) + 1;
  const at = Temporal.Instant.fromEpochMilliseconds(next * minutes * 60_000);
  await enqueue(tx, "look-after", {}, { key: at.toString(), after: at });
}
