import { z } from "zod";

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      base: z.string(),
      notNull: z.boolean(),
      /** Not null and without a default. */
      required: z.boolean(),
      /** Default as SQL. */
      defaultSql: z.string().nullable(),
    }),
  ),
  /** Columns of the primary key. */
  key: z.array(z.string()),
  /** Check constraints, as SQL over the row's columns. */
  checks: z.array(z.object({ name: z.string(), sql: z.string() })),
  /** Unique indexes: their expressions and the condition of their rows. */
  uniques: z.array(
    z.object({ parts: z.array(z.string()), where: z.string().nullable(), nullsEqual: z.boolean() }),
  ),
  references: z.array(
    z.object({ columns: z.array(z.string()), parent: z.string(), parentColumns: z.array(z.string()) }),
  ),
  /** Columns that are filled from a sequence. */
  sequences: z.array(z.object({ column: z.string(), sequence: z.string() })),
});

/** A table of this database with its constraints. */
export type TargetTable = z.infer<typeof tableSchema>;

/** The database to import into: its tables and how it compares texts. */
export const targetSchema = z.object({
  database: z.string(),
  systemIdentifier: z.string(),
  /** Options of CREATE DATABASE for the same locale. */
  locale: z.string(),
  tables: z.array(tableSchema),
});
export type Target = z.infer<typeof targetSchema>;

const names = (keys: string, relation: string) =>
  `(SELECT coalesce(json_agg(attname ORDER BY place), '[]') FROM unnest(${keys}) WITH ORDINALITY AS key(number, place)
    JOIN pg_attribute ON attrelid = ${relation} AND attnum = number)`;

const columnsSql = `(SELECT coalesce(json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod), 'base', typname,
    'notNull', attnotnull, 'required', attnotnull AND NOT atthasdef AND attidentity = '', 'defaultSql', pg_get_expr(adbin, adrelid)) ORDER BY attnum), '[]')
  FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')`;

const uniquesSql = `(SELECT coalesce(json_agg(json_build_object(
    'parts', (SELECT json_agg(pg_get_indexdef(indexrelid, part, true)) FROM generate_series(1, indnkeyatts) AS part),
    'where', pg_get_expr(indpred, indrelid), 'nullsEqual', indnullsnotdistinct) ORDER BY indexrelid), '[]')
  FROM pg_index WHERE indrelid = t.oid AND indisunique)`;

const referencesSql = `(SELECT coalesce(json_agg(json_build_object('columns', ${names("conkey", "conrelid")},
    'parent', parent.relname, 'parentColumns', ${names("confkey", "confrelid")}) ORDER BY conname), '[]')
  FROM pg_constraint JOIN pg_class AS parent ON parent.oid = confrelid WHERE conrelid = t.oid AND contype = 'f')`;

const sequencesSql = `(SELECT coalesce(json_agg(json_build_object('column', attname, 'sequence', sequence)), '[]')
  FROM pg_attribute, pg_get_serial_sequence(format('%I.%I', 'public', t.relname), attname) AS sequence
  WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND sequence IS NOT NULL)`;

/** Query for the whole target as JSON. */
export const targetSql = `SELECT json_build_object('database', current_database(),
  'systemIdentifier', (SELECT system_identifier::text FROM pg_control_system()),
  'locale', (SELECT CASE datlocprovider
      WHEN 'c' THEN format('LOCALE_PROVIDER libc LC_COLLATE %L LC_CTYPE %L', datcollate, datctype)
      WHEN 'b' THEN format('LOCALE_PROVIDER builtin BUILTIN_LOCALE %L LC_COLLATE %L LC_CTYPE %L', datlocale, datcollate, datctype)
      ELSE format('LOCALE_PROVIDER icu ICU_LOCALE %L LC_COLLATE %L LC_CTYPE %L', datlocale, datcollate, datctype) END
    FROM pg_database WHERE datname = current_database()),
  'tables', (SELECT coalesce(json_agg(json_build_object('name', t.relname, 'columns', ${columnsSql},
      'key', coalesce((SELECT ${names("conkey", "conrelid")} FROM pg_constraint WHERE conrelid = t.oid AND contype = 'p'), '[]'),
      'checks', (SELECT coalesce(json_agg(json_build_object('name', conname, 'sql', pg_get_expr(conbin, conrelid)) ORDER BY conname), '[]')
        FROM pg_constraint WHERE conrelid = t.oid AND contype = 'c'),
      'uniques', ${uniquesSql}, 'references', ${referencesSql}, 'sequences', ${sequencesSql}) ORDER BY t.relname), '[]')
    FROM pg_class AS t WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition))`;

/** Tables with the database's own history, which the old database's would falsify. */
const ownRecords: readonly string[] = [
  "schema_version",
  "DeleteAuditLog",
  "ConnectionAuditLog",
  "BackupLog",
  "ProtectionStatus",
  "SetAsideRow",
];

/** Whether the rows of a table of that name are imported. */
export function isImported(table: string): boolean {
  return !ownRecords.includes(table);
}
