import type { Client } from "pg";

/** What one table holds at one instant. */
export interface TableMeasure {
  count: bigint;
  /** Null for tables that only grow: their rows are counted and not hashed. */
  hash: string | null;
}

/** What every protected table holds, by its name. */
export type Measures = ReadonlyMap<string, TableMeasure>;

// One statement, so that all of it is of one instant.
const measuresSql = `select table_name as "name", row_count::text as "count", content_hash as "hash"
  from protection.row_counts() left join protection.content_hashes() using (table_name)`;

/** Counts and hashes the tables. @throws when there are none: whatever is restored then proves nothing. */
export async function measure(client: Client): Promise<Measures> {
  const { rows } = await client.query<{ name: string; count: string; hash: string | null }>(measuresSql);
  if (rows.length === 0) throw new Error("there is no protected table to measure: run the migrations");
  return new Map(rows.map(({ name, count, hash }) => [name, { count: BigInt(count), hash }]));
}

/** Rows that contradict one another, by the check that finds them. */
export async function contradictions(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; found: string }>(
    `select check_name as "name", found::text as "found" from protection.integrity_findings() where found > 0`,
  );
  return new Map(rows.map(({ name, found }) => [name, Number(found)]));
}
