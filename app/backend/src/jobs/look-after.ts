import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { lookAfterModeration } from "../moderation/look-after.ts";
import { tellOfFailure } from "../notices/failure.ts";
import { listGivenUpMail, listOverdue } from "../notices/queries.ts";
import { enqueue } from "./queue.ts";

/** Milliseconds between two looks. */
const interval = 5 * 60_000;

/** Milliseconds that a delivery may be late before somebody looks for it: longer than its own attempts take. */
const late = 3 * 60_000;

/**
 * Gives the job that looks for what fell through: one in each five minutes, whichever of the processes asks. Each gives the next;
 * a process that starts gives it too, for the case that there is none.
 */
export async function keepLooking(tx: Database): Promise<void> {
  const next = (Math.floor(Date.now() / interval) + 1) * interval;
  const after = Temporal.Instant.fromEpochMilliseconds(next);
  await enqueue(tx, "look-after", {}, { key: after.toString(), after });
}

/**
 * Gives a job again for everything that should have been delivered by now (delivering what is delivered already does nothing), and says
 * so where the outbox gave up a mail.
 */
export async function lookAfter(tx: Database): Promise<void> {
  const overdue = await listOverdue(tx, new Date(Date.now() - late)).execute();
  for (const addressee of overdue) await enqueue(tx, "deliver", addressee);
  const now = Temporal.Now.instant();
  const givenUp = await listGivenUpMail(tx, new Date(Date.now() - 3 * interval)).execute();
  for (const { userId } of givenUp) if (userId) await tellOfFailure(tx, userId, "email", now);
  await lookAfterModeration(tx);
  await keepLooking(tx);
}
