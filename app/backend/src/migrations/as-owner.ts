import { timeLimits } from "@tovplay/runtime/time-limits";
import type pg from "pg";

/** Arbitrary key of the lock shared by all programs that change the schema or the reference data. */
const lock = 7_108_001;

/** Start of each such transaction; all settings end with it, even behind a pooler. */
const settings = [
  `set local statement_timeout = ${timeLimits.migration.statement}`,
  `select pg_advisory_xact_lock(${lock})`,
  // From here on, do not make everyone queue behind this transaction while it waits for a locked table.
  `set local lock_timeout = ${timeLimits.migration.lock}`,
  "set local role tovplay_owner",
  "set local search_path = public",
];

/** Runs work in one transaction as the role that owns all objects, one such program at a time. */
export async function asOwner<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  await client.query("begin");
  try {
    for (const setting of settings) await client.query(setting);
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    // Report the first error; if the connection is lost, the server rolls back.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
