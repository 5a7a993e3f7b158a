import { execa } from "execa";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { correlated } from "../../../app/backend/src/database/correlated.ts";
import { createDatabase } from "../../../app/backend/src/database/database.ts";
import { createLog } from "../../../app/runtime/src/log.ts";
import { createPool } from "../../../app/runtime/src/postgres.ts";
import { psql, startPostgres } from "../testing/adoption-database.ts";

const container = "scratch-pool-transactions";
const log = createLog({ service: "test", level: "silent" });
const somebody = "00000000-0000-4000-8000-000000000001";
let pool: pg.Pool;
let holders: pg.Pool;

beforeAll(async () => {
  await startPostgres(container);
  await psql(
    container,
    `CREATE TABLE "Game" (id int); INSERT INTO "Game" VALUES (1);
     CREATE TABLE "UserNotifications" (user_id uuid, kind text, sent_at text, read_at text,
       acting text DEFAULT coalesce(current_setting('tovplay.user_id', true), ''));`,
  );
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
  const { stdout: address } = await execa("docker", ["inspect", "--format", format, container]);
  const settings = {
    DATABASE_HOST: address.trim(),
    DATABASE_PORT: 5432,
    DATABASE_NAME: "postgres",
    DATABASE_USER: "postgres",
    DATABASE_PASSWORD_FILE: "none",
  };
  holders = createPool(settings, { application: "holder", size: 1, log });
  pool = createPool(settings, { application: "test", size: 1, queryTimeout: 1_000, log });
}, 300_000);

beforeEach(async () => void (await psql(container, 'TRUNCATE "UserNotifications"')));

afterAll(async () => {
  await Promise.all([holders?.end(), pool?.end()]);
  await execa("docker", ["rm", "--force", "--volumes", container], { reject: false });
});

/** Writes a row for a user, or for nobody; if it `waits`, it then waits for a locked row. */
type Transaction = (userId: string | null, kind: string, waits: boolean) => Promise<unknown>;

/** As a query builder does: rolls back on failure, and returns the connection to the pool. */
const byDriver: Transaction = async (userId, kind, waits) => {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    if (userId) await client.query("SELECT set_config('tovplay.user_id', $1, true)", [userId]);
    await client.query('INSERT INTO "UserNotifications" (kind) VALUES ($1)', [kind]);
    if (waits) await client.query('SELECT FROM "Game" FOR UPDATE');
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

const byBackend: Transaction = (userId, kind, waits) =>
  correlated(createDatabase(pool), { id: "test", userId }, async (transaction) => {
    await transaction.insertInto("UserNotifications").values(row(kind)).execute();
    if (waits) await transaction.selectFrom("Game").select("id").forUpdate().execute();
  });

const row = (kind: string) => ({ user_id: somebody, kind, sent_at: null, read_at: null });

/** Runs work while another session locks the row that it waits for. */
async function whileHeld(work: () => Promise<unknown>): Promise<void> {
  const holder = await holders.connect();
  await holder.query("BEGIN");
  await holder.query('SELECT FROM "Game" FOR UPDATE');
  await work();
  await holder.query("ROLLBACK");
  holder.release();
}

test.each([
  ["the driver", byDriver],
  ["the backend", byBackend],
])(
  "a transaction by %s that its client abandoned is never committed, and its user is forgotten",
  async (_name, transaction) => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await whileHeld(() => expect(transaction(somebody, "failed", true)).rejects.toThrow(/timeout/i));
      await createDatabase(pool).insertInto("UserNotifications").values(row("alone")).execute();
      await transaction(null, "next", false);
    }
    const found = await psql(
      container,
      `SELECT kind, acting, count(*) FROM "UserNotifications" GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(found.split("\n")).toEqual(["alone||3", "next||3"]);
  },
);
