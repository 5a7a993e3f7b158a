import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { createDatabase, type Database } from "../database/database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The server that `tests/database/server.ts` started. Every role has the same password. */
    postgres: { port: number; password: string };
  }
}

/** A copy of the migrated, protected database for one file of tests. */
export interface TestDatabase {
  /** As the application. */
  app: Database;
  /** As the superuser: for what tests prepare and look at. */
  admin: Database;
  /** Where it is, for programs and for sessions of other roles. */
  at: { host: string; port: number; database: string; password: string };
  /** A session of a role; it ends with the tests. */
  session: (user: string) => Promise<pg.Client>;
}

/** Copies the template for this file of tests; the copy goes when the file has ended. Takes a fraction of a second. */
export async function testDatabase(): Promise<TestDatabase> {
  const { port, password } = inject("postgres");
  const database = `test_${randomUUID().slice(0, 8)}`;
  const server = { host: "127.0.0.1", port, user: "postgres", password };
  await maintain(server, `CREATE DATABASE "${database}" TEMPLATE "TovPlay"`);
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end().catch(() => undefined);
    await maintain(server, `DROP DATABASE "${database}" WITH (FORCE)`);
  });
  const opened = (user: string) => {
    const pool = new pg.Pool({ ...server, user, database, max: 10 });
    pool.on("error", () => undefined);
    ends.push(() => pool.end());
    return createDatabase(pool);
  };
  return {
    app: opened("tovplay_app"),
    admin: opened("postgres"),
    at: { host: server.host, port, database, password },
    session: async (user) => {
      const client = new pg.Client({ ...server, user, database });
      client.on("error", () => undefined);
      await client.connect();
      ends.push(() => client.end());
      return client;
    },
  };
}

async function maintain(server: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: "postgres" });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
