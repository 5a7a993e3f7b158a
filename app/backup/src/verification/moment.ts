import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { stoodStill } from "./compare.ts";
import { type Measures, measure } from "./measures.ts";

/** An instant of the live database, named in its write-ahead log. */
export interface Moment {
  /** Name of the restore point. */
  name: string;
  /** Where it ends in the log: all that was committed before was acknowledged before. */
  lsn: string;
  /** File of the log that it is in. */
  segment: string;
  before: Measures;
  after: Measures;
}

/** Moments tried, for one in which no table moves. */
const attempts = 3;

/**
 * Sets a restore point between two measurements, and closes its file of the log. Of three moments the calmest is taken.
 * @throws when every table moves in each of them: nothing could be compared
 */
export async function takeMoment(client: Client): Promise<Moment> {
  const moments: Moment[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const moment = await tryMoment(client);
    moments.push(moment);
    if (stillTables(moment) === moment.before.size) break;
  }
  await client.query("select pg_switch_wal()");
  const [calmest] = moments.sort((a, b) => stillTables(b) - stillTables(a));
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
  return { name, ...point, before, after: await measure(client) };
}

function stillTables({ before, after }: Moment): number {
  return [...before].filter(([name, first]) => {
    const last = after.get(name);
    return last !== undefined && stoodStill(first, last);
  }).length;
}
