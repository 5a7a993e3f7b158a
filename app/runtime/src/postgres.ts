import pg from "pg";
import type { DatabaseSettings } from "./database-settings.ts";
import { databaseTls } from "./database-tls.ts";
import type { Logger } from "./log.ts";
import { timeLimits } from "./time-limits.ts";

/** Options of a pool. */
export interface PoolOptions {
  /** Name of the program, which PostgreSQL shows as application_name. */
  application: string;
  /** Maximum number of connections. */
  size: number;
  /** Milliseconds after which a query without an answer fails. Default: the application's limit. */
  queryTimeout?: number;
  log: Logger;
}

/** A connection of the pool, with what the driver knows of its state but does not declare. */
interface TrackedClient extends pg.PoolClient {
  readyForQuery: boolean;
}

/**
 * Whether the next borrower may have a connection: nothing is under way on it and no transaction is open. A query that was given up
 * after its time is still under way, and the ROLLBACK behind it was never sent: the next COMMIT would commit what was reported as failed.
 */
function isClean(client: TrackedClient): boolean {
  return client.readyForQuery && client.getTransactionStatus() === "I";
}

/**
 * A connection pool. PostgreSQL itself ends a statement or a session that takes too long; the limits here are longer and are
 * for a network or a server that no longer answers. Nothing is set per session: a pooler would pass it on to others.
 */
export function createPool(
  settings: DatabaseSettings,
  { application, size, log, queryTimeout = timeLimits.application.client }: PoolOptions,
): pg.Pool {
  const pool = new pg.Pool({
    host: settings.DATABASE_HOST,
    port: settings.DATABASE_PORT,
    database: settings.DATABASE_NAME,
    user: settings.DATABASE_USER,
    password: settings.DATABASE_PASSWORD_FILE,
    ssl: databaseTls(settings),
    application_name: application,
    max: size,
    connectionTimeoutMillis: timeLimits.application.connect,
    query_timeout: queryTimeout,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 1_800,
    keepAlive: true,
  });
  // Without listeners, a broken connection crashes the process, whether it is idle or in use.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("release", (error, client) => {
    if (error || isClean(client as TrackedClient)) return;
    log.warn("a database connection came back with its transaction open, and was closed");
    // Closing begins at once, and a pool does not lend a client that is closing.
    void (client as pg.PoolClient & pg.Client).end().catch(() => undefined);
  });
  return pool;
}
