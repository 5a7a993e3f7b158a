import { Kysely, PostgresDialect, type Transaction } from "kysely";
import type pg from "pg";
import type { Tables } from "./tables.ts";

/** Queries on the pool or in a transaction: a function that takes a `Database` accepts both. */
export type Database = Kysely<Tables>;
/** Queries that are committed together. */
export type DatabaseTransaction = Transaction<Tables>;

/** Kysely over a pool. Its statements are unnamed, so they work through a pooler in transaction mode. */
export function createDatabase(pool: pg.Pool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
