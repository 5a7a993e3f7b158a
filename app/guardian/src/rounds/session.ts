import { createHash } from "node:crypto";
import type { DatabaseSettings } from "@tovplay/runtime/database-settings";
import { databaseTls } from "@tovplay/runtime/database-tls";
import { within } from "@tovplay/runtime/deadline";
import pg from "pg";

/** A connection to the database, opened on demand and again after it breaks. */
export interface Session {
  /** Rows of a query. @throws when the server refuses, is unreachable, or exceeds the limits */
  ask<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** Options of a {@link Session}. */
export interface SessionOptions {
  /** Sent to the server as application_name. */
  application: string;
  /**
   * Milliseconds after which the server ends a query, and after which the client abandons a connection or query without an answer. The
   * second is longer, because the server's own error leaves the session usable.
   */
  limits: { statement: number; client: number };
  /** Settings of the session, as `-c name=value`. Default: none. */
  options?: string;
}

/** Opens a session directly to the server, without a pooler. */
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
    // The running query fails anyway; without a listener the process would crash.
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
    // If a query is running, this destroys the connection instead of waiting.
    void broken.then((client) => client.end()).catch(() => undefined);
  };
  return {
    async ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      current ??= connect();
      const used = current;
      try {
        const client = await used;
        const query = client.query<Row>(prepared(sql, values));
        return (await within(limits.client, "the database's answer", query)).rows;
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

/** A statement without values is asked again and again: the server keeps its plan, which costs more than the answer. */
function prepared(text: string, values: unknown[]): pg.QueryConfig {
  if (values.length > 0) return { text, values };
  return { text, name: createHash("sha256").update(text).digest("hex").slice(0, 32) };
}

/** What the server says when a kept plan no longer fits, since a migration changed the type of a column. */
const planOutdated = "0A000";

/** Whether the server refused a statement but the session is still usable. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR" && error.code !== planOutdated;
}
