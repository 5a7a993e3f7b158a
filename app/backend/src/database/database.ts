import { Kysely, PostgresDialect, type Transaction } from "kysely";
import type pg from "pg";
import type { Tables } from "./tables.ts";

/** Queries on the pool, or in a transaction: whatever takes a `Database` takes both. */
export type Database = Kysely<Tables>;
/** Queries that become true together. */
export type DatabaseTransaction = Transaction<Tables>;

/** Kysely over a pool. Its statements have no name, so a pooler in transaction mode may stand between. */
export function createDatabase(pool: pg.Pool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
