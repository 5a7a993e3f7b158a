import { z } from "zod";
import type { Reading } from "./dump/reading.ts";
import { literal, quoted, shown } from "./names.ts";
import type { Located } from "./plan/choice.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";

const countsSchema = z.object({
  /** Lines of rows in the file; null where they are not all that fills the table. */
  expected: z.number().nullable(),
  arrived: z.number(),
  /** Whether anything in the file fills it. */
  filled: z.boolean(),
  /** Whether it refuses rows by an index while it is filled. */
  unique: z.boolean(),
});

const NOTHING = { expected: null, arrived: 0, filled: false, unique: false };

/** `schema.table` of the dump. */
export const sourceName = ({ schema, name }: Located): string => `${quoted(schema)}.${quoted(name)}`;

/** Rows of the dump's text and rows in the table that it filled, with those of all tables below it. */
function countsSql(source: Located, copied: string, uncounted: string): string {
  return `WITH RECURSIVE tree AS (SELECT ${source.oid}::oid AS oid UNION ALL SELECT inhrelid FROM tree JOIN pg_inherits ON inhparent = tree.oid),
  named AS (SELECT count(*) AS tables FROM tree JOIN pg_class USING (oid) WHERE relname IN (SELECT json_array_elements_text(${literal(uncounted)}))),
  given AS (SELECT count(*) AS tables, sum(given.rows)::bigint AS rows FROM json_to_recordset(${literal(copied)}) AS given(oid bigint, rows bigint) JOIN tree ON tree.oid = given.oid)
SELECT json_build_object('arrived', (SELECT count(*) FROM ${sourceName(source)}), 'filled', named.tables + given.tables > 0,
  'unique', EXISTS (SELECT FROM tree JOIN pg_index ON indrelid = oid WHERE indisunique),
  'expected', CASE WHEN named.tables = 0 THEN given.rows END) FROM named, given`;
}

/** What arrived of a dump's rows. */
export interface RowCountCheck {
  /** Rows of each table in the order of the plans. */
  readonly rows: readonly number[];
  /** What does not agree with the lines of rows in the file, where these are all that fills a table. */
  readonly problems: readonly string[];
  /** Tables that pg_dump would have filled, and the dump does not. */
  readonly doubts: readonly string[];
}

/** Counts what arrived. */
export async function compareRowCounts(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  reading: Reading,
  names: ReadonlyMap<string, string>,
): Promise<RowCountCheck> {
  const [first] = plans;
  if (!first) return { rows: [], problems: [], doubts: [] };
  // All are of one database: it was chosen so.
  const { database } = first.source;
  const here = reading.copied.filter((copied) => names.get(copied.database) === database);
  const copied = JSON.stringify(here.flatMap(({ oid, rows }) => (oid === undefined ? [] : [{ oid, rows }])));
  const uncounted = JSON.stringify([...reading.uncounted]);
  const queries = plans.map(({ source }) => `(${countsSql(source, copied, uncounted)})`).join(",\n");
  const found = await quarantine.ask(database, `SELECT json_build_array(${queries})`, z.array(countsSchema));
  const of = plans.map(({ target, source }, index) => ({
    name: shown(target.name),
    isView: source.kind === "v" || source.kind === "m",
    isForgiven: reading.forgiving.has(source.name),
    ...(found[index] ?? NOTHING),
  }));
  const rows = of.map(({ arrived }) => arrived);
  const wrong = of.filter(
    ({ isView, expected, arrived }) => !isView && expected !== null && expected !== arrived,
  );
  const unfilled = of.filter(({ isView, filled }) => !isView && !filled).map(({ name }) => name);
  const forgiven = of.filter(({ isForgiven, unique }) => isForgiven && unique);
  return {
    rows,
    problems: wrong
      .filter(() => reading.doubts.length === 0)
      .map(({ name, expected, arrived }) => `${name}: the dump has ${expected} rows, and ${arrived} arrived`),
    doubts: [
      ...forgiven.map(({ name }) => `it has INSERTs for ${name} that leave rows out by ON CONFLICT`),
      ...emptyDoubts(unfilled, (here.length > 0 && reading.isOfPgDump) || rows.every((count) => count === 0)),
    ],
  };
}

/** pg_dump writes a COPY for an empty table too; among INSERTs such a table leaves no trace. @param telling whether their absence tells something */
function emptyDoubts(unfilled: readonly string[], telling: boolean): string[] {
  if (unfilled.length === 0 || !telling) return [];
  return [`it has no rows for ${unfilled.join(", ")}, as a dump without data has none`];
}
