import pg from "pg";
import type { DatabaseSettings } from "./database-settings.ts";
import { databaseTls } from "./database-tls.ts";
import type { Logger } from "./log.ts";
import { timeLimits } from "./time-limits.ts";

/** How a pool behaves. */
export interface PoolOptions {
  /** Program that connects; PostgreSQL shows it as application_name. */
  application: string;
  /** Connections at most. */
  size: number;
  /** Milliseconds after which a query that got no answer fails. Default: the application's limit. */
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
 * A pool of connections. PostgreSQL itself ends a statement or a session that takes too long; the limits here are longer, and are
 * for a network or a server that no longer answers. Nothing is set per session: a pooler would lend it to others.
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
  // A connection that breaks would otherwise end the process: while nobody uses it, and, besides failing the query, while somebody does.
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
