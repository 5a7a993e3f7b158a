import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { type Around, isUnchanged } from "./compare.ts";
import { measure } from "./measures.ts";

/** An instant of the live database, marked in its WAL. */
export interface Moment extends Around {
  /** Name of the restore point. */
  name: string;
  /** Its position in the WAL: everything acknowledged earlier is before it. */
  lsn: string;
  /** WAL segment that contains it. */
  segment: string;
}

/** Attempts to find a moment in which no table changes. */
const attempts = 3;

/** Longest wait for open transactions to end, in milliseconds. */
const settlingWait = 10_000;

/**
 * Sets a restore point between two measurements and closes its WAL segment. The quietest of three moments is used.
 * @throws when every table changes in each of them, so that nothing could be compared
 */
export async function takeMoment(client: Client): Promise<Moment> {
  const moments: Moment[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const moment = await tryMoment(client);
    moments.push(moment);
    if (moment.settled && unchangedTables(moment) === moment.before.size) break;
  }
  await client.query("select pg_switch_wal()");
  const [quietest] = moments.sort(
    (a, b) => Number(b.settled) - Number(a.settled) || unchangedTables(b) - unchangedTables(a),
  );
  if (!quietest || unchangedTables(quietest) === 0) {
    throw new Error(
      `every table changed in each of ${attempts} moments, so nothing can be compared: verify again when there is less load`,
    );
  }
  return quietest;
}

async function tryMoment(client: Client): Promise<Moment> {
  const name = `tovplay-verify-${randomUUID()}`;
  const before = await measure(client);
  const { rows } = await client.query<{ lsn: string; segment: string }>(
    `select point::text as lsn, pg_walfile_name(point) as segment from pg_create_restore_point($1) as point`,
    [name],
  );
  const [point] = rows;
  if (!point) throw new Error("the server set no restore point");
  const settled = await settle(client);
  return { name, ...point, before, after: await measure(client), settled };
}

/**
 * Waits until the transactions that are now open have ended. A commit is in the WAL before its rows are visible, and stays invisible
 * while it waits for the WAL receiver: such rows are already in a copy of this moment.
 * @returns false when one of them takes longer
 */
async function settle(client: Client): Promise<boolean> {
  // Every transaction that has started to write has an earlier number.
  const { rows } = await client.query<{ number: string }>("select pg_current_xact_id()::text as number");
  const deadline = performance.now() + settlingWait;
  do {
    const oldest = "select pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 as ended";
    const { rows: found } = await client.query<{ ended: boolean }>(oldest, [rows[0]?.number]);
    if (found[0]?.ended) return true;
    await sleep(50);
  } while (performance.now() < deadline);
  return false;
}

function unchangedTables({ before, after }: Moment): number {
  return [...before].filter(([name, first]) => {
    const last = after.get(name);
    return last !== undefined && isUnchanged(first, last);
  }).length;
}
