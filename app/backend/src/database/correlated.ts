import { timeLimits } from "@tovplay/runtime/time-limits";
import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./database.ts";

/** On whose behalf a transaction runs. */
export interface Correlation {
  /** Correlation id of the request. */
  id: string;
  /** Id of the acting account; null when nobody is signed in. */
  userId: string | null;
}

const lockTimeout = `${timeLimits.application.lock}ms`;

/**
 * Runs work in a transaction in which the database knows the correlation id and the acting user, as settings
 * `tovplay.correlation_id` and `tovplay.user_id`, and waits for a lock only for a limited time. Every transaction sets all of
 * these, and they end with it.
 */
export function correlated<Result>(
  database: Database,
  { id, userId }: Correlation,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await sql`select set_config('tovplay.correlation_id', ${id}, true), set_config('tovplay.user_id', ${userId ?? ""}, true),
      set_config('lock_timeout', ${lockTimeout}, true)`.execute(transaction);
    return work(transaction);
  });
}
