import { z } from "zod";

/** One column of a table. */
export const columnSchema = z.object({
  table: z.string(),
  column: z.string(),
  /** As PostgreSQL writes it, for example `timestamp with time zone`. */
  type: z.string(),
  /** Has to be given: not null and without a default. */
  required: z.boolean(),
});
export type Column = z.infer<typeof columnSchema>;

/** Every column of the ordinary tables of schema public, as a JSON array. */
export const columnsSql = `SELECT coalesce(json_agg(found ORDER BY found."table", found.position), '[]') FROM (
  SELECT relname AS "table", attname AS "column", attnum AS position, format_type(atttypid, NULL) AS type,
    attnotnull AND NOT atthasdef AND attidentity = '' AS required
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
) AS found`;

/** Pairs of tables of schema public of which one refers to the other, as a JSON array. */
export const referencesSql = `SELECT coalesce(json_agg(found), '[]') FROM (
  SELECT child.relname AS child, parent.relname AS parent
  FROM pg_constraint JOIN pg_class AS child ON child.oid = conrelid JOIN pg_class AS parent ON parent.oid = confrelid
  WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
) AS found`;

export const referenceSchema = z.object({ child: z.string(), parent: z.string() });
export type Reference = z.infer<typeof referenceSchema>;

/** What of a dump fits into a database. */
export interface TableMatch {
  /** Tables to be copied, parents before children, each with the columns that both sides have. */
  readonly tables: readonly { readonly table: string; readonly columns: readonly string[] }[];
  /** `"Table"` or `"Table"."column"` that the database does not have. */
  readonly leftOut: readonly string[];
  /** Why it cannot be taken over; empty when it can. */
  readonly problems: readonly string[];
}

/** The database keeps these itself: what an old one recorded there is another one's history. */
const ownRecords = [
  "schema_version",
  "DeleteAuditLog",
  "ConnectionAuditLog",
  "BackupLog",
  "ProtectionStatus",
];

/** Compares the tables of a dump with those of the database that is to take them over. */
export function matchTables(
  dump: readonly Column[],
  database: readonly Column[],
  references: readonly Reference[],
): TableMatch {
  const wanted = tablesOf(database);
  const given = tablesOf(dump);
  const taken = [...given.keys()].filter((table) => wanted.has(table) && !ownRecords.includes(table));
  const inOrder = parentsFirst(taken, references);
  return {
    tables: inOrder.map((table) => ({ table, columns: shared(given.get(table), wanted.get(table)) })),
    leftOut: [
      ...[...given.keys()].filter((table) => !taken.includes(table)).map(quoted),
      ...taken.flatMap((table) => strangers(table, given.get(table), wanted.get(table))),
    ],
    problems: [
      ...(taken.length === 0 ? ["it has none of the tables of this database"] : []),
      ...taken.flatMap((table) => missing(table, given.get(table), wanted.get(table))),
    ],
  };
}

type Columns = ReadonlyMap<string, Column>;

function tablesOf(columns: readonly Column[]): Map<string, Map<string, Column>> {
  const tables = new Map<string, Map<string, Column>>();
  for (const column of columns) {
    const known = tables.get(column.table) ?? new Map<string, Column>();
    tables.set(column.table, known.set(column.column, column));
  }
  return tables;
}

const shared = (given?: Columns, wanted?: Columns): string[] =>
  [...(given?.keys() ?? [])].filter((name) => wanted?.has(name));

const strangers = (table: string, given?: Columns, wanted?: Columns): string[] =>
  [...(given?.keys() ?? [])]
    .filter((name) => !wanted?.has(name))
    .map((name) => `${quoted(table)}.${quoted(name)}`);

const missing = (table: string, given?: Columns, wanted?: Columns): string[] =>
  [...(wanted?.values() ?? [])]
    .filter(({ column, required }) => required && !given?.has(column))
    .map(({ column, type }) => `${quoted(table)} has no ${quoted(column)} (${type}), which every row needs`);

/** @returns the tables so that each comes after those that it refers to; those in a circle come last */
function parentsFirst(tables: readonly string[], references: readonly Reference[]): string[] {
  const sorted: string[] = [];
  let rest = [...tables].sort();
  while (rest.length > 0) {
    const free = rest.filter(
      (table) => !references.some(({ child, parent }) => child === table && rest.includes(parent)),
    );
    if (free.length === 0) return [...sorted, ...rest];
    sorted.push(...free);
    rest = rest.filter((table) => !free.includes(table));
  }
  return sorted;
}

/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
