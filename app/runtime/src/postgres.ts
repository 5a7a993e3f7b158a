import pg from "pg";
import type { DatabaseSettings } from "./database-settings.ts";
import { databaseTls } from "./database-tls.ts";
import type { Logger } from "./log.ts";

/** How a pool behaves. */
export interface PoolOptions {
  /** Program that connects; PostgreSQL shows it as application_name. */
  application: string;
  /** Connections at most. */
  size: number;
  log: Logger;
}

/**
 * A pool of connections. PostgreSQL itself ends a statement after 30 s and an idle session after 5 min; the shorter limits
 * here are for people who wait, and for a network that no longer answers. Nothing is set per session: a pooler would lend it to others.
 */
export function createPool(settings: DatabaseSettings, { application, size, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    host: settings.DATABASE_HOST,
    port: settings.DATABASE_PORT,
    database: settings.DATABASE_NAME,
    user: settings.DATABASE_USER,
    password: settings.DATABASE_PASSWORD_FILE,
    ssl: databaseTls(settings),
    application_name: application,
    max: size,
    connectionTimeoutMillis: 5_000,
    query_timeout: 8_000,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 1_800,
    keepAlive: true,
  });
  // A connection that breaks would otherwise end the process: while nobody uses it, and, besides failing the query, while somebody does.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
