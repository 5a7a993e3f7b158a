import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { backupFunctionsSql, publicFunctionsSql } from "../../infra/database/function-access.ts";
import { poolerAccess, poolerConfiguration, userList } from "../../infra/database/pgbouncer.ts";
import { protectionSql } from "../../infra/database/protection.ts";
import {
  connectionLimit,
  type DatabaseRole,
  databaseOwner,
  databaseRoles,
  forbiddenRoles,
  loginRoles,
  owner,
} from "../../infra/database/roles.ts";
import { scramVerifier } from "../../infra/database/scram.ts";
import { hbaFile, sameNetwork } from "../../infra/database/server/hba.ts";
import { settingLines } from "../../infra/database/server/setting.ts";
import { serverSettings } from "../../infra/database/server/settings.ts";
import { readTemplate, renderTemplate } from "../../infra/host/template.ts";
import { tableGrantsSql } from "../conformance/testing/granted.ts";
import type { Target } from "./cluster.ts";

const sources = new URL("../../", import.meta.url);
const salt = () => randomBytes(16).toString("base64");

/** The cluster that the sources would deploy, created without the engine. */
export function builtTarget(images: Target["images"]): Target {
  const passwords = new Map([...loginRoles, provisioner].map((role) => [role, randomUUID()]));
  const settings = serverSettings({ maxConnections: 60, memory: 256, tls: false }).map(settingLines);
  const users = ["tovplay_app", "tovplay_monitor"].map((user) => ({
    user,
    verifier: scramVerifier(passwords.get(user) ?? "", salt()),
  }));
  const pooler = {
    database: "TovPlay",
    databaseHost: "tovplay-postgres",
    databasePort: 5432,
    serverTls: false,
  };
  const sizes = { maxClients: 1000, serverConnections: 25 };
  return {
    images,
    passwords,
    serverFiles: {
      "postgresql.conf": renderTemplate("postgresql/postgresql.conf", { settings }),
      "hba/pg_hba.conf": hbaFile("TovPlay", sameNetwork),
      "pg_ident.conf": readTemplate("postgresql/pg_ident.conf"),
    },
    poolerFiles: {
      "pgbouncer.ini": poolerConfiguration({ ...pooler, ...sizes }),
      "hba.conf": poolerAccess("TovPlay"),
      "userlist.txt": userList(users),
    },
    prepare: [],
    settings: [],
    fill: (container) => fillFromSources(container, passwords, users),
  };
}

const provisioner = "tovplay_provisioner";

/** As provider/provisioning-window.sh closes it. */
const windowEnd = `ALTER ROLE ${provisioner} NOLOGIN NOCREATEROLE NOREPLICATION VALID UNTIL '-infinity';
SELECT format('REVOKE %s FROM ${provisioner} GRANTED BY ${provisioner}', roleid::regrole) FROM pg_auth_members
  WHERE member = '${provisioner}'::regrole AND grantor = member \\gexec`;

async function fillFromSources(
  container: string,
  passwords: Map<string, string>,
  verifiers: { user: string; verifier: string }[],
): Promise<void> {
  const sh = (script: string, input = "") =>
    execa("docker", ["exec", "-i", "--user", "999", container, "sh", "-euc", script], { input });
  const options = "-c listen_addresses= -c fsync=off";
  await sh(`initdb --username=postgres --auth=trust --data-checksums --pgdata="$PGDATA" >/dev/null
    pg_ctl --silent --wait --log=/dev/null --options="${options}" start`);
  const sql = (text: string, database = "TovPlay", user = "postgres") =>
    sh(`psql -X -q -v ON_ERROR_STOP=1 -h /var/run/postgresql -U ${user} -d ${database} >/dev/null`, text);
  await sql(provisionSql(passwords), "postgres");
  // The provisioner creates the roles in its window, and remains their administrator.
  await sql(`ALTER ROLE ${provisioner} LOGIN CREATEROLE REPLICATION`, "postgres");
  await sql(rolesSql(passwords, verifiers), "postgres", provisioner);
  await sql(windowEnd, "postgres");
  await sql(
    `CREATE DATABASE "TovPlay" OWNER ${databaseOwner} TEMPLATE template0 LOCALE 'C.UTF-8' IS_TEMPLATE true`,
    "postgres",
  );
  await sql(accessSql());
  await sql(`SET ROLE ${owner}; ${migrations()}`);
  await sql(protectionSql());
  await sql(tableGrantsSql());
  await sql(backupFunctionsSql());
  await sql(publicFunctionsSql());
  await sh("pg_ctl --silent --wait --mode=fast stop");
}

function rolesSql(passwords: Map<string, string>, known: { user: string; verifier: string }[]): string {
  return databaseRoles
    .map((role) => {
      const password = passwords.get(role.name);
      // The pooler logs in with the same verifier that the server has.
      const verifier =
        known.find(({ user }) => user === role.name)?.verifier ?? scramVerifier(password ?? "none", salt());
      return `CREATE ROLE ${role.name} ${role.login ? "LOGIN" : "NOLOGIN"} ${role.inherit ? "INHERIT" : "NOINHERIT"}
        ${role.replication ? "REPLICATION" : ""} CONNECTION LIMIT ${connectionLimit(role, 25)}
        ${password ? `PASSWORD '${verifier}'` : ""};
        ${role.memberOf.map((group) => `GRANT ${group} TO ${role.name};`).join("\n")}
        ${limitsSql(role)}`;
    })
    .join("\n");
}

function limitsSql({ name, statementTimeout, idleInTransactionSessionTimeout }: DatabaseRole): string {
  const limits = {
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: idleInTransactionSessionTimeout,
  };
  return Object.entries(limits)
    .map(([setting, limit]) => (limit ? `ALTER ROLE ${name} SET ${setting} = ${limit};` : ""))
    .join("\n");
}

function provisionSql(passwords: Map<string, string>): string {
  const provisionerVerifier = scramVerifier(passwords.get(provisioner) ?? "", salt());
  const values = { provisionerVerifier, forbiddenRoles };
  return renderTemplate("postgresql/provision.sql", values);
}

function accessSql(): string {
  const logins = databaseRoles.filter(({ login }) => login).map(({ name }) => name);
  return `REVOKE ALL ON DATABASE "TovPlay" FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT CONNECT ON DATABASE "TovPlay" TO ${logins.join(", ")};
    GRANT USAGE ON SCHEMA public TO ${logins.join(", ")};
    GRANT USAGE, CREATE ON SCHEMA public TO ${owner};
    CREATE SCHEMA pgboss AUTHORIZATION ${owner};`;
}

function migrations(): string {
  const folder = new URL("app/backend/migrations/", sources);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const version =
    "CREATE TABLE schema_version (version int PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());";
  const applied = files.map((_, index) => `INSERT INTO schema_version VALUES (${index + 1}, 'x')`).join(";");
  return [version, ...files.map((name) => readFileSync(new URL(name, folder), "utf8")), applied].join("\n");
}
