import type pg from "pg";
import { expect, test } from "vitest";
import { asOwner } from "../../app/backend/src/migrations/as-owner.ts";
import { answerTimeout } from "../../app/frontend/src/api/request.ts";
import { createLog } from "../../app/runtime/src/log.ts";
import { createPool } from "../../app/runtime/src/postgres.ts";
import { timeLimits } from "../../app/runtime/src/time-limits.ts";
import { poolerConfiguration } from "../../infra/database/pgbouncer.ts";
import { databaseRoles } from "../../infra/database/roles.ts";
import { serverSettings } from "../../infra/database/server/settings.ts";
import { readTemplate } from "../../infra/host/template.ts";

const role = (name: string) => databaseRoles.find((each) => each.name === name);

/** Milliseconds of a duration as PostgreSQL, PgBouncer and nginx write it; without a unit it is in seconds. */
function milliseconds(text: string): number {
  const [, number, unit] = /^([\d.]+)(s|min|)$/.exec(text) ?? [];
  return Number(number) * (unit === "min" ? 60_000 : 1_000);
}

const poolerFile = poolerConfiguration({
  database: "TovPlay",
  databaseHost: "db.example.org",
  databasePort: 5432,
  serverTls: false,
  maxClients: 1,
  serverConnections: 1,
});
const pooler = (name: string) =>
  milliseconds(new RegExp(`^${name} = (.+)$`, "m").exec(poolerFile)?.[1] ?? "");
const server = (name: string) => {
  const settings = serverSettings({ maxConnections: 60, memory: 256, tls: false });
  return milliseconds(String(settings.find((setting) => setting.name === name)?.value));
};

async function poolOfTheBackend() {
  const settings = {
    DATABASE_HOST: "203.0.113.5",
    DATABASE_PORT: 6432,
    DATABASE_NAME: "tovplay",
    DATABASE_USER: "tovplay_app",
    DATABASE_PASSWORD_FILE: "none",
  };
  const log = createLog({ service: "test", level: "silent" });
  const pool = createPool(settings, { application: "test", size: 1, log });
  const { query_timeout: query, connectionTimeoutMillis: connect } = pool.options;
  await pool.end();
  return { query: Number(query), connect: Number(connect) };
}

/** Checks that each of the named limits is a number, and is longer than the one before it. */
function expectOrder(limits: Record<string, number | undefined>): void {
  const values = Object.values(limits);
  expect(values.every((value) => Number.isFinite(value))).toBe(true);
  const sorted = Object.entries(limits).toSorted(([, one], [, other]) => Number(one) - Number(other));
  expect(sorted.map(([name]) => name)).toEqual(Object.keys(limits));
  expect(new Set(values).size).toBe(values.length);
}

test("PostgreSQL ends the application's statement first; then the pooler, backend, browser and nginx give up, in this order", async () => {
  const site = readTemplate("nginx/site/upstream.conf");
  expectOrder({
    "lock of a transaction": timeLimits.application.lock,
    "statement at PostgreSQL": role("tovplay_app")?.statementTimeout,
    "statement at the pooler": pooler("query_timeout"),
    "statement at the backend": (await poolOfTheBackend()).query,
    "answer in the browser": answerTimeout,
    "answer at nginx": milliseconds(/^proxy_read_timeout (\w+);$/m.exec(site)?.[1] ?? ""),
  });
});

test("the backend still waits for a statement that has waited for the pooler and then for PostgreSQL", async () => {
  const statement = role("tovplay_app")?.statementTimeout ?? Number.NaN;
  const { query, connect } = await poolOfTheBackend();
  const wait = pooler("query_wait_timeout");
  expectOrder({ "connection of the pooler": pooler("server_connect_timeout"), wait, connect, query });
  expectOrder({ "wait and statement": wait + statement, query });
});

test("PostgreSQL ends the application's idle transactions earlier than anyone else's", () => {
  expectOrder({
    application: role("tovplay_app")?.idleInTransactionSessionTimeout,
    anyone: server("idle_in_transaction_session_timeout"),
  });
});

test("PostgreSQL ends a migration's statement while the migration program still waits for it", async () => {
  const told: string[] = [];
  const client = { query: async (sql: string) => void told.push(sql) } as unknown as pg.Client;
  await asOwner(client, async () => undefined);
  const set = (name: string) =>
    Number(told.find((sql) => sql.startsWith(`set local ${name} = `))?.split(" = ")[1]);
  const statement = set("statement_timeout");
  expect(statement).toBe(role("tovplay_migrator")?.statementTimeout);
  expectOrder({ lock: set("lock_timeout"), statement, client: timeLimits.migration.client });
});

test("PostgreSQL ends the backup service's statement while the service still waits for it", () => {
  expectOrder({ server: role("tovplay_backup")?.statementTimeout, client: timeLimits.backup.client });
});

test.each(Object.entries(timeLimits.guardian))(
  "PostgreSQL ends a statement of the guardian's session for %s while the guardian still waits for it",
  (_name, { statement, client }) => expectOrder({ statement, client }),
);
