import { z } from "zod";
import type { Quarantine } from "./quarantine/quarantine.ts";

const columnSchema = z.object({
  name: z.string(),
  /** SQL name, for example `character varying(80)`. */
  type: z.string(),
  /** Short name of the type, or of a domain's base type: `varchar`, `timestamptz`; `enum` for any enumeration. */
  base: z.string(),
});

const relationSchema = z.object({
  oid: z.number(),
  schema: z.string(),
  name: z.string(),
  /** As in pg_class: `r` table, `p` partitioned table, `v` view, `m` materialised view, `f` foreign table. */
  kind: z.enum(["r", "p", "v", "m", "f"]),
  /** False for a materialised view without data. */
  readable: z.boolean(),
  /** Whether its rows are included in a parent table. */
  child: z.boolean(),
  /** Number of child tables, whose rows it includes. */
  children: z.number(),
  columns: z.array(columnSchema),
});

/** A table, view or foreign table of a loaded dump. */
export type Relation = z.infer<typeof relationSchema>;

/** Each type with the base type of its domains. Only PostgreSQL's own types and citext have a short name. */
const typesSql = `under AS (SELECT oid AS type, oid AS base FROM pg_type WHERE typtype <> 'd'
    UNION ALL SELECT pg_type.oid, under.base FROM pg_type JOIN under ON typbasetype = under.type WHERE typtype = 'd'),
  named AS (SELECT type, CASE WHEN typtype = 'e' THEN 'enum'
      WHEN typnamespace = 'pg_catalog'::regnamespace OR (typname = 'citext' AND EXISTS (SELECT FROM pg_depend JOIN pg_extension
        ON pg_extension.oid = refobjid AND extname = 'citext' WHERE objid = base AND deptype = 'e')) THEN typname
      ELSE 'type ' || typname END AS base FROM under JOIN pg_type ON pg_type.oid = under.base)`;

const relationsSql = `WITH RECURSIVE ${typesSql} SELECT coalesce(json_agg(found ORDER BY found.schema, found.name), '[]') FROM (
  SELECT pg_class.oid::bigint AS oid, nspname AS schema, relname AS name, relkind AS kind, relispopulated AS readable,
    EXISTS (SELECT FROM pg_inherits WHERE inhrelid = pg_class.oid) AS child,
    (SELECT count(*) FROM pg_inherits WHERE inhparent = pg_class.oid) AS children,
    (SELECT coalesce(json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod), 'base', named.base)
        ORDER BY attnum), '[]')
      FROM pg_attribute JOIN named ON named.type = atttypid
      WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) AS columns
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
) AS found`;

/** All tables, views and foreign tables in a database of the quarantine. */
export function relationsOf(quarantine: Quarantine, database: string): Promise<Relation[]> {
  return quarantine.ask(database, relationsSql, z.array(relationSchema));
}

const otherSchema = z.object({ largeObjects: z.number() });

/** Number of large objects in a database. */
export async function largeObjects(quarantine: Quarantine, database: string): Promise<number> {
  const sql = "SELECT json_build_object('largeObjects', (SELECT count(*) FROM pg_largeobject_metadata))";
  return (await quarantine.ask(database, sql, otherSchema)).largeObjects;
}
