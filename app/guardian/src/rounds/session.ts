import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { databaseTls } from "@tovplay/runtime/database-tls";
import { within } from "@tovplay/runtime/deadline";
import pg from "pg";

/** One connection to the database, made when it is needed and again after it broke. */
export interface Session {
  /** Rows of a query. @throws when the server refuses, is gone, or takes longer than the limits */
  ask<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** How a {@link Session} behaves. */
export interface SessionOptions {
  /** What the server sees as application_name. */
  application: string;
  /**
   * Milliseconds after which the server ends a query, and after which a connection or a query that got no answer is given up. The
   * second is longer: the server's own error leaves the session as it is.
   */
  limits: { statement: number; client: number };
  /** Settings of the session, as `-c name=value`. Default: none. */
  options?: string;
}

/** A session that no pooler stands before: what is asked for is the server itself. */
export function openSession(
  settings: DatabaseSettings,
  { application, limits, options }: SessionOptions,
): Session {
  let current: Promise<pg.Client> | undefined;

  const connect = async () => {
    const client = new pg.Client({
      host: settings.DATABASE_HOST,
      port: settings.DATABASE_PORT,
      database: settings.DATABASE_NAME,
      user: settings.DATABASE_USER,
      password: settings.DATABASE_PASSWORD_FILE,
      ssl: databaseTls(settings),
      application_name: application,
      connectionTimeoutMillis: limits.client,
      statement_timeout: limits.statement,
      keepAlive: true,
      ...(options ? { options } : {}),
    });
    // The query under way fails by itself; without a listener the process would end here.
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  };
  const drop = (broken: Promise<pg.Client>) => {
    if (current === broken) current = undefined;
    // With a query under way this destroys the connection, in place of waiting for its end.
    void broken.then((client) => client.end()).catch(() => undefined);
  };
  return {
    async ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      current ??= connect();
      const used = current;
      try {
        const client = await used;
        return (await within(limits.client, "the database's answer", client.query<Row>(sql, values))).rows;
      } catch (error) {
        if (!isAnswer(error)) drop(used);
        throw error;
      }
    },
    async end() {
      const last = current;
      current = undefined;
      await last?.then((client) => client.end()).catch(() => undefined);
    },
  };
}

/** Whether the server refused a statement and the session goes on. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}
