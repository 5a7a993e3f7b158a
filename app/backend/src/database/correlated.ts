import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./database.ts";

/** On whose behalf a transaction runs. */
export interface Correlation {
  /** Correlation id of the request. */
  id: string;
  /** Id of the acting account; null when nobody is signed in. */
  userId: string | null;
}

/**
 * Runs work in a transaction in which the database knows the correlation id and the acting user, as settings
 * `tovplay.correlation_id` and `tovplay.user_id`. Both end with the transaction, and every transaction sets both.
 */
export function correlated<Result>(
  database: Database,
  { id, userId }: Correlation,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await sql`select set_config('tovplay.correlation_id', ${id}, true), set_config('tovplay.user_id', ${userId ?? ""}, true)`.execute(
      transaction,
    );
    return work(transaction);
  });
}
