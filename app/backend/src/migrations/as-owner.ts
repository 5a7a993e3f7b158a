import { timeLimits } from "@tovplay/runtime/time-limits";
import type pg from "pg";

/** Any number: all programs that change the schema or the reference data wait for one another by it. */
const lock = 7_108_001;

/** What each such transaction begins with; all of it ends with the transaction, also behind a pooler. */
const settings = [
  `set local statement_timeout = ${timeLimits.migration.statement}`,
  `select pg_advisory_xact_lock(${lock})`,
  // From here on a table that somebody holds is no reason to make everybody queue behind us.
  `set local lock_timeout = ${timeLimits.migration.lock}`,
  "set local role tovplay_owner",
  "set local search_path = public",
];

/** Runs work in one transaction as the role that owns all objects, alone among such programs. */
export async function asOwner<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  await client.query("begin");
  try {
    for (const setting of settings) await client.query(setting);
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    // The first error counts; when the connection is gone, the server rolls back by itself.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
