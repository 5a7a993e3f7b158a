import type pg from "pg";
import type { Db } from "pg-boss";

type TransactionHandle = Awaited<ReturnType<NonNullable<Db["beginTransaction"]>>>;

import type { Database } from "../database/database.ts";
import { databaseOn } from "../database/on-client.ts";

/** A transaction that pg-boss opened: what is done through `queries` is committed together with the job's end. */
interface JobDatabase extends Db {
  queries: Database;
}

/** pg-boss over a pool of ours, with our limits, TLS and closing of connections whose state nobody knows. */
export function bossDatabase(pool: pg.Pool): Db {
  return {
    executeSql: async (text, values) => pool.query(text, values),
    beginTransaction: () => begin(pool),
    poolCounts: () => ({
      max: pool.options.max ?? 0,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/** The queries of a transaction that pg-boss hands to a job. */
export function queriesOf(db: Db): Database {
  return (db as JobDatabase).queries;
}

async function begin(pool: pg.Pool): Promise<TransactionHandle> {
  const client = await pool.connect();
  // `databaseOn` borrows the connection, and must not give it back.
  const release = client.release.bind(client);
  await client.query("begin").catch((error: Error) => {
    release(error);
    throw error;
  });
  let settled = false;
  const settle = async (statement: "commit" | "rollback") => {
    if (settled) throw new Error("this transaction has ended already");
    settled = true;
    try {
      await client.query(statement);
      release();
    } catch (error) {
      // Nobody knows in which state it is.
      release(error instanceof Error ? error : true);
      throw error;
    }
  };
  const db: JobDatabase = {
    executeSql: async (text, values) => client.query(text, values),
    queries: databaseOn(client),
  };
  return {
    db,
    commit: () => settle("commit"),
    rollback: async () => {
      if (!settled) await settle("rollback").catch(() => undefined);
    },
  };
}
