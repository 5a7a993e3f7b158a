import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Database } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import type { TestDatabase } from "../test-database.ts";

/** A deliberate mistake in the application's statements: what is replaced by what. */
export interface Mistake {
  pattern: RegExp;
  by: string;
}

/** The application's database with a mistake in every statement that it fits; `made` counts these statements. */
export function alteredDatabase({ at }: TestDatabase, { pattern, by }: Mistake) {
  const pool = new pg.Pool({ ...at, user: "tovplay_app", max: 10 });
  pool.on("error", () => undefined);
  const count = { made: 0 };
  const altered = (statement: unknown): unknown => {
    if (typeof statement !== "string") return statement;
    const wrong = statement.replaceAll(pattern, by);
    if (wrong !== statement) count.made += 1;
    return wrong;
  };
  const connect = async () => {
    const client = await pool.connect();
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    return Object.assign(Object.create(client) as typeof client, {
      query: (statement: unknown, ...rest: unknown[]) => query(altered(statement), ...rest),
      release: (destroy?: boolean) => client.release(destroy),
    });
  };
  const database: Database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: {} } }),
  });
  return { database, count };
}
