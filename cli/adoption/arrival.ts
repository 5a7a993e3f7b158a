import { z } from "zod";
import type { Located } from "./choice.ts";
import type { Copied, Reading } from "./dump/reader.ts";
import { literal, quoted, shown } from "./names.ts";
import type { Quarantine } from "./quarantine.ts";
import type { TablePlan } from "./table-plan.ts";

const arrivalSchema = z.object({ expected: z.number().nullable(), arrived: z.number() });

/** `schema.table` of the dump. */
export const sourceName = ({ schema, name }: Located): string => `${quoted(schema)}.${quoted(name)}`;

/** What a dump gives to each table by COPY, as JSON text; null where INSERT fills it too. */
function givenRows({ copied, changed }: Reading, named: (copied: Copied) => boolean): string {
  const rows = copied
    .filter(named)
    .map(({ target, rows: count }): [string, number | null] => [target, count]);
  const inserted = [...changed]
    .filter((target) => target !== "*")
    .map((target): [string, null] => [target, null]);
  return JSON.stringify([...rows, ...inserted].map(([table, count]) => ({ table, count })));
}

/** Rows of the dump's text and rows in the table that it filled, with those of all tables below it. */
function arrivalSql(source: Located, given: string): string {
  return `WITH RECURSIVE tree AS (SELECT ${source.oid}::oid AS oid UNION ALL SELECT inhrelid FROM tree JOIN pg_inherits ON inhparent = tree.oid),
  given AS (SELECT to_regclass("table") AS oid, count FROM json_to_recordset(${literal(given)}) AS of("table" text, count bigint))
SELECT json_build_object('arrived', (SELECT count(*) FROM ${sourceName(source)}), 'expected',
  (SELECT CASE WHEN count(*) = count(given.count) THEN sum(given.count)::bigint END FROM given JOIN tree USING (oid)))`;
}

/**
 * Counts what arrived, and compares it with the lines of rows in the file, where these are all that fills a table.
 * @returns rows of each table in the order of `plans`, and what does not agree
 */
export async function compareArrival(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  reading: Reading,
  names: ReadonlyMap<string, string>,
): Promise<{ readonly rows: readonly number[]; readonly problems: readonly string[] }> {
  const [first] = plans;
  if (!first) return { rows: [], problems: [] };
  // All are of one database: it was chosen so.
  const { database } = first.source;
  const given = givenRows(reading, (copied) => names.get(copied.database) === database);
  const queries = plans.map(({ source }) => `(${arrivalSql(source, given)})`).join(",\n");
  const found = await quarantine.ask(database, `SELECT json_build_array(${queries})`, z.array(arrivalSchema));
  const problems = plans.flatMap(({ target, source: { kind } }, index) => {
    const { expected, arrived } = found[index] ?? { expected: null, arrived: 0 };
    const comparable = expected !== null && kind !== "v" && kind !== "m" && !reading.changed.has("*");
    if (!comparable || expected === arrived) return [];
    return [`${shown(target.name)}: the dump has ${expected} rows, and ${arrived} arrived`];
  });
  return { rows: found.map(({ arrived }) => arrived), problems };
}
