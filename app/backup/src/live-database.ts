import { databaseTls } from "@tovplay/runtime/database-tls";
import { clusterSql, type Identity, mismatches } from "@tovplay/runtime/identity";
import { timeLimits } from "@tovplay/runtime/time-limits";
import pg from "pg";
import type { ServiceSettings } from "./settings.ts";

/**
 * Connects once to the database that is backed up, and makes sure that it is the right one. The role's own limit is what ends a
 * statement, since counting a large table takes its time.
 * @throws when the server cannot be reached, refuses, or is another one
 */
export async function withLiveDatabase<Result>(
  settings: ServiceSettings,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_HOST: host, DATABASE_PORT: port, DATABASE_NAME: database, DATABASE_USER: user } = settings;
  const password = settings.DATABASE_PASSWORD_FILE;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    ssl: databaseTls(settings),
    application_name: "tovplay-backup",
    connectionTimeoutMillis: 10_000,
    query_timeout: timeLimits.backup.client,
    keepAlive: true,
  });
  // The query under way fails by itself when the connection breaks; without a listener the process would end here.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await expectRightDatabase(client, settings);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function expectRightDatabase(client: pg.Client, settings: ServiceSettings): Promise<void> {
  const { rows } = await client.query<Pick<Identity, "name" | "systemIdentifier">>(clusterSql);
  const [found] = rows;
  if (!found) throw new Error("the database did not say who it is");
  const { DATABASE_NAME: name, DATABASE_SYSTEM_IDENTIFIER: systemIdentifier } = settings;
  const identity = { ...found, schemaVersion: null, applicationName: "" };
  const reasons = mismatches(identity, { name, systemIdentifier, schemaVersion: 0 });
  if (reasons.length > 0) throw new Error(`${reasons.join("; ")}: correct the DATABASE_ settings`);
}
