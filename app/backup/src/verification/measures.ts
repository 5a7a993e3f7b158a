import type { Client } from "pg";

/** Content of one table at one instant. */
export interface TableMeasure {
  count: bigint;
  /** Null for append-only tables, whose rows are only counted. */
  hash: string | null;
}

/** Content of every protected table, by name. */
export type Measures = ReadonlyMap<string, TableMeasure>;

// One statement, so that all values are from one instant.
const measuresSql = `select table_name as "name", row_count::text as "count", content_hash as "hash"
  from protection.row_counts() left join protection.content_hashes() using (table_name)`;

/** Counts and hashes the tables. @throws when there are none, since a restore would then prove nothing */
export async function measure(client: Client): Promise<Measures> {
  const { rows } = await client.query<{ name: string; count: string; hash: string | null }>(measuresSql);
  if (rows.length === 0) throw new Error("there is no protected table to measure: run the migrations");
  return new Map(rows.map(({ name, count, hash }) => [name, { count: BigInt(count), hash }]));
}

/** Number of contradictory rows, by name of the integrity check. */
export async function contradictions(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; found: string }>(
    `select check_name as "name", found::text as "found" from protection.integrity_findings() where found > 0`,
  );
  return new Map(rows.map(({ name, found }) => [name, Number(found)]));
}
