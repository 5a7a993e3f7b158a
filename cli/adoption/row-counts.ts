import { z } from "zod";
import type { Reading } from "./dump/reading.ts";
import { literal, quoted, shown } from "./names.ts";
import type { Located } from "./plan/choice.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";

const countsSchema = z.object({
  /** Rows in the file; null if the table is also filled in other ways. */
  expected: z.number().nullable(),
  loaded: z.number(),
  /** Whether anything in the file fills the table. */
  filled: z.boolean(),
  /** Whether it has a unique index. */
  unique: z.boolean(),
});

const nothing = { expected: null, loaded: 0, filled: false, unique: false };

/** `schema.table` of the dump. */
export const sourceName = ({ schema, name }: Located): string => `${quoted(schema)}.${quoted(name)}`;

/** Query for a table's rows in the file and in the quarantine, child tables included. */
function countsSql(source: Located, copied: string, uncounted: string): string {
  return `WITH RECURSIVE tree AS (SELECT ${source.oid}::oid AS oid UNION ALL SELECT inhrelid FROM tree JOIN pg_inherits ON inhparent = tree.oid),
  named AS (SELECT count(*) AS tables FROM tree JOIN pg_class USING (oid) WHERE relname IN (SELECT json_array_elements_text(${literal(uncounted)}))),
  given AS (SELECT count(*) AS tables, sum(given.rows)::bigint AS rows FROM json_to_recordset(${literal(copied)}) AS given(oid bigint, rows bigint) JOIN tree ON tree.oid = given.oid)
SELECT json_build_object('loaded', (SELECT count(*) FROM ${sourceName(source)}), 'filled', named.tables + given.tables > 0,
  'unique', EXISTS (SELECT FROM tree JOIN pg_index ON indrelid = oid WHERE indisunique),
  'expected', CASE WHEN named.tables = 0 THEN given.rows END) FROM named, given`;
}

/** Rows in the dump's tables compared with its text. */
export interface RowCountCheck {
  /** Loaded rows of each table in the order of the plans. */
  rows: readonly number[];
  /** Tables whose row count differs from the file. */
  problems: readonly string[];
  /** Reasons to suspect missing rows. */
  doubts: readonly string[];
}

/** Compares the loaded rows with the file. */
export async function compareRowCounts(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  reading: Reading,
  names: ReadonlyMap<string, string>,
): Promise<RowCountCheck> {
  const [first] = plans;
  if (!first) return { rows: [], problems: [], doubts: [] };
  // All plans have the same database, see chooseSources.
  const { database } = first.source;
  const here = reading.copied.filter((copied) => names.get(copied.database) === database);
  const copied = JSON.stringify(here.flatMap(({ oid, rows }) => (oid === undefined ? [] : [{ oid, rows }])));
  const uncounted = JSON.stringify([...reading.uncounted]);
  const queries = plans.map(({ source }) => `(${countsSql(source, copied, uncounted)})`).join(",\n");
  const found = await quarantine.ask(database, `SELECT json_build_array(${queries})`, z.array(countsSchema));
  const of = plans.map(({ target, source }, index) => ({
    name: shown(target.name),
    isView: source.kind === "v" || source.kind === "m",
    skipsConflicts: reading.skippingConflicts.has(source.name),
    ...(found[index] ?? nothing),
  }));
  const rows = of.map(({ loaded }) => loaded);
  const wrong = of.filter(
    ({ isView, expected, loaded }) => !isView && expected !== null && expected !== loaded,
  );
  const unfilled = of.filter(({ isView, filled }) => !isView && !filled).map(({ name }) => name);
  const conflicting = of.filter(({ skipsConflicts, unique }) => skipsConflicts && unique);
  return {
    rows,
    problems: wrong
      .filter(() => reading.doubts.length === 0)
      .map(
        ({ name, expected, loaded }) => `${name}: the dump has ${expected} rows, but ${loaded} were loaded`,
      ),
    doubts: [
      ...conflicting.map(({ name }) => `it has INSERTs for ${name} that may skip rows with ON CONFLICT`),
      ...emptyDoubts(unfilled, (here.length > 0 && reading.isOfPgDump) || rows.every((count) => count === 0)),
    ],
  };
}

/** pg_dump writes a COPY even for an empty table, but no INSERT. @param suspicious whether missing rows hint at a dump without data */
function emptyDoubts(unfilled: readonly string[], suspicious: boolean): string[] {
  if (unfilled.length === 0 || !suspicious) return [];
  return [`it has no rows for ${unfilled.join(", ")}, like a dump without data`];
}
