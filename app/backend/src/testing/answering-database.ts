import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/** A statement that a test's database received. */
export interface Asked {
  sql: string;
  parameters: readonly unknown[];
  /** Whether it was part of a transaction. */
  inTransaction: boolean;
}

/** A database without a server: `answer` returns the rows of each statement, `asked` records all statements, including transactions. */
export function answeringDatabase(answer: (asked: Asked) => unknown[] = () => []): {
  database: Database;
  asked: Asked[];
} {
  const asked: Asked[] = [];
  const open = new WeakSet<DatabaseConnection>();
  const connect = async () => connectionTo(open, asked, answer);
  const end = (sql: string) => async (connection: DatabaseConnection) => {
    asked.push({ sql, parameters: [], inTransaction: open.delete(connection) });
  };
  const driver = {
    init: async () => undefined,
    acquireConnection: connect,
    beginTransaction: async (connection: DatabaseConnection) => {
      asked.push({ sql: "begin", parameters: [], inTransaction: false });
      open.add(connection);
    },
    commitTransaction: end("commit"),
    rollbackTransaction: end("rollback"),
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
  const database = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { database, asked };
}

function connectionTo(
  open: WeakSet<DatabaseConnection>,
  asked: Asked[],
  answer: (asked: Asked) => unknown[],
): DatabaseConnection {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const question = { sql, parameters, inTransaction: open.has(connection) };
      asked.push(question);
      return { rows: answer(question) as Row[] };
    },
    streamQuery() {
      throw new Error("streaming is not supported in tests");
    },
  };
  return connection;
}
