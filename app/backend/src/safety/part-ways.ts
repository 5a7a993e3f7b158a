import { Temporal } from "temporal-polyfill";
import { closeQuestionsBetween } from "../consent/queries.ts";
import type { Database } from "../database/database.ts";
import { endFriendshipBetween } from "../friends/queries.ts";
import { endPlansBetween } from "../sessions/leave.ts";
import { endAcquaintance } from "./blocks/queries.ts";

/**
 * Ends all that is between two people: plans to play, questions, friendship, and what made them known to each other. Nobody is told. Ending a
 * block later brings nothing of it back. @param by who wanted it
 */
export async function partWays(tx: Database, by: string, other: string): Promise<void> {
  await endPlansBetween(tx, { leaverId: by, otherId: other, now: Temporal.Now.instant() });
  await closeQuestionsBetween(tx, by, other).execute();
  await endFriendshipBetween(tx, by, other).execute();
  await endAcquaintance(tx, by, other).execute();
}
