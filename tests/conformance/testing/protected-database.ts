import { Client } from "pg";
import { applyMigrations } from "../../../app/backend/src/migrations/apply.ts";
import { type Migration, migrationFiles } from "../../../app/backend/src/migrations/migration-files.ts";
import { createLog } from "../../../app/runtime/src/log.ts";
import { protectionSql } from "../../../infra/database/protection.ts";
import { databaseRoles } from "../../../infra/database/roles.ts";
import { type PostgresServer, type ServerExtras, startPostgres } from "./postgres-server.ts";

/** The application's database on a server of its own, with its roles, its schema and its protection. */
export interface ProtectedDatabase {
  server: PostgresServer;
  /** Runs SQL in the database, in one session of a role; the superuser is `postgres`. */
  as(role: string, ...statements: string[]): Promise<Record<string, unknown>[]>;
  /** Opens a session of a role in the database. The caller has to end it. */
  session(role: string): Promise<Client>;
  /** Applies migrations as a deployment does. */
  migrate(migrations: Migration[]): ReturnType<typeof applyMigrations>;
}

/** The application's database. */
export const database = "TovPlay";

/** Migrations of the application. */
export const ownMigrations = migrationFiles(new URL("../../../app/backend/migrations/", import.meta.url));

/** Opens a change window, as the migrator. */
export const openWindow = "SELECT protection.open('tries what a migration may do', 5)";

/** What the migrator runs before it changes tables. */
export const becomeOwner = "SET ROLE tovplay_owner";

/** What ProtectionStatus calls unarmed, except the provisioner's lock, which another part manages. */
export async function unarmed(db: ProtectedDatabase): Promise<string[]> {
  const rows = await db.as("postgres", 'SELECT name, detail FROM "ProtectionStatus" WHERE NOT armed');
  const found = rows.filter(({ name }) => name !== "provisioner is locked");
  return found.map(({ name, detail }) => `${name}: ${detail}`);
}

/** Starts a server and makes the database as a deployment does, without its grants on tables and its protection. */
async function unprotectedDatabase(extras?: ServerExtras): Promise<ProtectedDatabase> {
  const server = await startPostgres(extras);
  const { password } = server;
  await server.query(`CREATE ROLE tovplay_provisioner LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`);
  await server.query("ALTER ROLE tovplay_provisioner SET createrole_self_grant = 'set, inherit'");
  await server.query(
    "GRANT pg_monitor, pg_read_all_data, pg_read_all_settings TO tovplay_provisioner WITH ADMIN TRUE",
  );
  const provisioner = { user: "tovplay_provisioner", password };
  for (const { name, login, inherit, memberOf } of databaseRoles) {
    const rights = [login ? `LOGIN PASSWORD '${password}'` : "NOLOGIN", inherit ? "INHERIT" : "NOINHERIT"];
    await server.query(`CREATE ROLE ${name} ${rights.join(" ")}`, "postgres", provisioner);
    for (const group of memberOf) await server.query(`GRANT ${group} TO ${name}`, "postgres", provisioner);
  }
  await server.query(
    `CREATE DATABASE "${database}" OWNER tovplay_keeper TEMPLATE template0 IS_TEMPLATE true`,
  );
  await server.query(
    `GRANT USAGE, CREATE ON SCHEMA public TO tovplay_owner; CREATE SCHEMA pgboss AUTHORIZATION tovplay_owner`,
    database,
  );
  await server.query(
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC`,
    database,
  );
  for (const { name, login } of databaseRoles) {
    if (!login) continue;
    await server.query(
      `GRANT CONNECT ON DATABASE "${database}" TO ${name}; GRANT USAGE ON SCHEMA public TO ${name}`,
      database,
    );
  }
  await server.query(`GRANT CONNECT ON DATABASE "${database}" TO tovplay_provisioner`);
  const session = async (user: string) => {
    const client = new Client({ host: "127.0.0.1", port: server.port, database, user, password });
    await client.connect();
    return client;
  };
  return {
    server,
    session,
    as: (role, ...statements) => inSession(session(role), statements),
    migrate: async (migrations) => {
      const client = await session("tovplay_migrator");
      try {
        return await applyMigrations(client, migrations, createLog({ service: "test", level: "silent" }));
      } finally {
        await client.end();
      }
    },
  };
}

/** Starts a server whose database has its protection and its schema, or an earlier schema. */
export async function protectedDatabase(
  extras?: ServerExtras,
  migrations: Migration[] = ownMigrations,
): Promise<ProtectedDatabase> {
  const made = await unprotectedDatabase(extras);
  await made.migrate(migrations);
  await made.as("postgres", await protectionOf(made));
  return made;
}

/** The protection of the schema that is there: an earlier one has fewer tables. */
async function protectionOf(made: ProtectedDatabase): Promise<string> {
  const rows = await made.as("postgres", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const there = new Set([...rows.map(({ tablename }) => tablename), ...ofProtection]);
  return protectionSql().replace(/^ {2}\('(\w+)', '(?:core|kept|log)'.*\n/gm, (line, table) =>
    there.has(table) ? line : "",
  );
}

/** Tables that come with protection itself. */
const ofProtection = ["DeleteAuditLog", "ConnectionAuditLog", "BackupLog"];

async function inSession(opening: Promise<Client>, statements: string[]) {
  const client = await opening;
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows ?? [];
    return rows;
  } finally {
    await client.end();
  }
}
