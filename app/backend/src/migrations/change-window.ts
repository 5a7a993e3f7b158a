import type pg from "pg";

/** Arbitrary key of the lock shared by programs that open a change window. */
const lock = 7_108_002;

/** Minutes until the window closes automatically. One statement of a migration may take 10. */
const minutes = 15;

/**
 * Runs work while the database lets this role drop and alter, and closes the window afterwards, even on failure. A database
 * without protection, as during its first deployment, needs no window.
 */
export async function inChangeWindow<Result>(
  client: pg.Client,
  reason: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await client.query<{ installed: boolean }>(
    "select to_regprocedure('protection.open(text, integer)') is not null as installed",
  );
  if (!rows[0]?.installed) return work();
  await client.query("select pg_advisory_lock($1)", [lock]);
  try {
    // An interrupted run leaves its window open.
    await client.query("select protection.close()");
    await client.query("select protection.open($1, $2)", [reason, minutes]);
    return await work();
  } finally {
    // If the connection is lost, the window times out. Report the first error.
    await client.query("select protection.close()").catch(() => undefined);
    await client.query("select pg_advisory_unlock($1)", [lock]).catch(() => undefined);
  }
}
