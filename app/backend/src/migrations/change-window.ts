import type pg from "pg";

/** Any number of its own: programs that open a change window wait for one another by it. */
const lock = 7_108_002;

/** Minutes until the window ends by itself. One statement of a migration may take 10. */
const minutes = 15;

/**
 * Runs work while the database lets this role drop and alter, and ends that afterwards, also on failure. A database in
 * which protection was not installed yet, as in its first deployment, needs no window.
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
    // A run that was cut off has left its window open.
    await client.query("select protection.close()");
    await client.query("select protection.open($1, $2)", [reason, minutes]);
    return await work();
  } finally {
    // When the connection is gone, the window ends by its time. The first error counts.
    await client.query("select protection.close()").catch(() => undefined);
    await client.query("select pg_advisory_unlock($1)", [lock]).catch(() => undefined);
  }
}
