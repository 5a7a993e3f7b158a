import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { databaseTls } from "@tovplay/runtime/database-tls";
import { clusterSql, type Identity, mismatches } from "@tovplay/runtime/identity";
import { timeLimits } from "@tovplay/runtime/time-limits";
import pg from "pg";

/** The database that a program found. */
export type FoundDatabase = Pick<Identity, "name" | "systemIdentifier">;

/**
 * Connects once for a program, and makes sure that it is the right database before anything is done.
 * @throws when the server cannot be reached or is another one
 */
export async function withDatabase<Result>(
  settings: DatabaseSettings,
  application: string,
  work: (client: pg.Client, found: FoundDatabase) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_HOST: host, DATABASE_PORT: port, DATABASE_NAME: database, DATABASE_USER: user } = settings;
  const password = settings.DATABASE_PASSWORD_FILE;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    ssl: databaseTls(settings),
    application_name: application,
    connectionTimeoutMillis: 10_000,
    query_timeout: timeLimits.migration.client,
    keepAlive: true,
  });
  // The query under way fails by itself when the connection breaks; without a listener the process would end here.
  client.on("error", () => undefined);
  await client.connect().catch((error: Error) => {
    throw new Error(`${database} on ${host}:${port} refuses ${user} or cannot be reached: ${error.message}`, {
      cause: error,
    });
  });
  try {
    return await work(client, await rightDatabase(client, settings));
  } finally {
    await client.end();
  }
}

async function rightDatabase(client: pg.Client, settings: DatabaseSettings): Promise<FoundDatabase> {
  const { rows } = await client.query<FoundDatabase>(clusterSql);
  const [found] = rows;
  if (!found) throw new Error("the database did not say who it is");
  const { DATABASE_NAME: name, DATABASE_SYSTEM_IDENTIFIER: systemIdentifier } = settings;
  const reasons = mismatches(
    { ...found, schemaVersion: null, applicationName: "" },
    { name, systemIdentifier, schemaVersion: 0 },
  );
  if (reasons.length > 0) throw new Error(`${reasons.join("; ")}: correct the DATABASE_ settings`);
  return found;
}
