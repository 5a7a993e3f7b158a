import { timeLimits } from "@tovplay/runtime/time-limits";
import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./database.ts";

/** On whose behalf a transaction runs. */
export interface Correlation {
  /** Correlation id of the request. */
  id: string;
  /** Id of the account that acts; null where nobody is signed in. */
  userId: string | null;
}

const lockTimeout = `${timeLimits.application.lock}ms`;

/**
 * Runs work in a transaction of which the database knows the correlation id and the acting user, as settings
 * `tovplay.correlation_id` and `tovplay.user_id`, and which waits for a lock no longer than it may. All of it ends with the
 * transaction, and is set by every one.
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
