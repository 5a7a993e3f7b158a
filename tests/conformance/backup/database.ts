import { readdirSync, readFileSync } from "node:fs";
import { protectionSql } from "../../../infra/database/protection.ts";
import { databaseRoles } from "../../../infra/database/roles.ts";
import { readTemplate } from "../../../infra/host/template.ts";

/** Makes the roles, and the database with the application's schema, protection and some rows. @param sql runs SQL as the superuser */
export async function makeDatabase(
  sql: (statements: string, database?: string) => Promise<string>,
): Promise<void> {
  const roles = databaseRoles.flatMap(({ name, login, inherit, replication, memberOf }) => [
    `CREATE ROLE ${name} ${login ? "LOGIN" : "NOLOGIN"} ${inherit ? "INHERIT" : "NOINHERIT"} ${replication ? "REPLICATION" : ""}`,
    ...memberOf.map((group) => `GRANT ${group} TO ${name}`),
  ]);
  const database = `CREATE DATABASE "TovPlay" OWNER tovplay_keeper TEMPLATE template0 IS_TEMPLATE true`;
  await sql([...roles, database].map((statement) => `${statement};`).join("\n"), "postgres");
  const folder = new URL("../../../app/backend/migrations/", import.meta.url);
  const migrations = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  await sql(`GRANT USAGE, CREATE ON SCHEMA public TO tovplay_owner; GRANT CONNECT ON DATABASE "TovPlay" TO tovplay_backup;
    GRANT USAGE ON SCHEMA public TO tovplay_backup; SET ROLE tovplay_owner;
    CREATE TABLE schema_version (version integer PRIMARY KEY, name text, checksum text, applied_at timestamptz DEFAULT now());
    ${migrations.join("\n")}`);
  await sql(protectionSql());
  await sql(readTemplate("postgresql/backup-functions.sql"));
  await sql(`GRANT SELECT, INSERT ON "BackupLog" TO tovplay_backup;
    INSERT INTO "User" (username, email) SELECT 'player' || n, 'player' || n || '@example.org' FROM generate_series(1, 200) AS n;
    INSERT INTO "Game" (name, max_players) SELECT 'game ' || n, 4 FROM generate_series(1, 50) AS n;`);
}
