import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./database.ts";

/** Runs work in a transaction of which the database knows the correlation id, as setting `tovplay.correlation_id`. */
export function correlated<Result>(
  database: Database,
  correlationId: string,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await sql`select set_config('tovplay.correlation_id', ${correlationId}, true)`.execute(transaction);
    return work(transaction);
  });
}
