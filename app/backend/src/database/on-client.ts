import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Kysely over one open connection, for a program that holds a transaction on it. The caller closes the connection. */
export function databaseOn(client: pg.ClientBase): Database {
  const borrowed = Object.assign(client, { release: () => undefined });
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { connect: async () => borrowed, end: async () => undefined, options: {} },
    }),
  });
}
