import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { type Around, stoodStill } from "./compare.ts";
import { measure } from "./measures.ts";

/** An instant of the live database, named in its write-ahead log. */
export interface Moment extends Around {
  /** Name of the restore point. */
  name: string;
  /** Where it ends in the log: all that was acknowledged before is before it. */
  lsn: string;
  /** File of the log that it is in. */
  segment: string;
}

/** Moments tried, for one in which no table moves. */
const attempts = 3;

/** Longest wait for the transactions of a moment to end, in milliseconds. */
const settlingWait = 10_000;

/**
 * Sets a restore point between two measurements, and closes its file of the log. Of three moments the calmest is taken.
 * @throws when every table moves in each of them: nothing could be compared
 */
export async function takeMoment(client: Client): Promise<Moment> {
  const moments: Moment[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const moment = await tryMoment(client);
    moments.push(moment);
    if (moment.settled && stillTables(moment) === moment.before.size) break;
  }
  await client.query("select pg_switch_wal()");
  const [calmest] = moments.sort(
    (a, b) => Number(b.settled) - Number(a.settled) || stillTables(b) - stillTables(a),
  );
  if (!calmest || stillTables(calmest) === 0) {
    throw new Error(`every table changed in each of ${attempts} moments: verify when there is less to do`);
  }
  return calmest;
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
 * Waits until the transactions that are under way now have ended. A commit is in the log before anybody sees its rows, and stays so for
 * as long as it waits for the WAL receiver: such rows are in a copy of this moment already.
 * @returns false when one of them takes longer
 */
async function settle(client: Client): Promise<boolean> {
  // Every transaction that had begun to write has an earlier number.
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

function stillTables({ before, after }: Moment): number {
  return [...before].filter(([name, first]) => {
    const last = after.get(name);
    return last !== undefined && stoodStill(first, last);
  }).length;
}
