import { clusterSql } from "@tovplay/runtime/identity";
import { z } from "zod";
import { type Outcome, outcomeOf } from "./failure.ts";
import type { Session } from "./session.ts";

const databaseRow = z.object({
  name: z.string(),
  /** Read from the cluster's control file each time, so it fails when the data directory is missing. */
  systemIdentifier: z.string(),
  oid: z.string(),
  isTemplate: z.boolean(),
  provisionerLogin: z.boolean(),
  superusers: z.array(z.string()),
  connections: z.number(),
  maxConnections: z.number(),
});

/** State that the server reports. */
export type DatabaseState = z.output<typeof databaseRow>;

/** Result of one look at the database; the guardian takes one every second. */
export interface Look {
  database: Outcome<DatabaseState>;
  schemaVersion: Outcome<number | null>;
  /** Description of the open change window; null when there is none. */
  changeWindow: Outcome<string | null>;
}

const databaseSql = `with cluster as (${clusterSql})
select cluster.*, d.oid::text as "oid", d.datistemplate as "isTemplate",
  coalesce((select rolcanlogin from pg_roles where rolname = 'tovplay_provisioner'), false) as "provisionerLogin",
  (select coalesce(array_agg(rolname::text), '{}') from pg_roles where rolsuper) as "superusers",
  (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as "connections",
  current_setting('max_connections')::int as "maxConnections"
from cluster join pg_database d on d.datname = cluster.name`;

const windowSql = `select case when protection.is_open()
  then coalesce((select detail from "ProtectionStatus" where name = 'change window is closed'), 'open') end as "detail"`;

/** Takes a look; a failed part does not affect the others. */
export async function look(session: Session): Promise<Look> {
  const database = await outcomeOf(askDatabase(session));
  if ("failure" in database) return { database, schemaVersion: database, changeWindow: database };
  const schemaVersion = await outcomeOf(
    askOne(session, 'select max(version)::int as "version" from schema_version', versionRow),
  );
  const changeWindow = await outcomeOf(askOne(session, windowSql, windowRow));
  return { database, schemaVersion, changeWindow };
}

const versionRow = z.object({ version: z.number().nullable() }).transform(({ version }) => version);
const windowRow = z.object({ detail: z.string().nullable() }).transform(({ detail }) => detail);

async function askDatabase(session: Session): Promise<DatabaseState> {
  return askOne(session, databaseSql, databaseRow);
}

async function askOne<Value>(session: Session, sql: string, row: z.ZodType<Value>): Promise<Value> {
  return row.parse((await session.ask(sql))[0]);
}
