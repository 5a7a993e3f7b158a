import { execa } from "execa";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../../app/runtime/src/log.ts";
import { createPool } from "../../../app/runtime/src/postgres.ts";
import { psql, startPostgres } from "../testing/adoption-database.ts";

const CONTAINER = "scratch-pool-transactions";
const log = createLog({ service: "test", level: "silent" });
let pool: pg.Pool;
let holder: pg.PoolClient;
let holders: pg.Pool;

beforeAll(async () => {
  await startPostgres(CONTAINER);
  await psql(
    CONTAINER,
    "CREATE TABLE held (id int); INSERT INTO held VALUES (1); CREATE TABLE written (id int);",
  );
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
  const { stdout: address } = await execa("docker", ["inspect", "--format", format, CONTAINER]);
  const settings = {
    DATABASE_HOST: address.trim(),
    DATABASE_PORT: 5432,
    DATABASE_NAME: "postgres",
    DATABASE_USER: "postgres",
    DATABASE_PASSWORD_FILE: "none",
  };
  holders = createPool(settings, { application: "holder", size: 1, log });
  holder = await holders.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT * FROM held FOR UPDATE");
  pool = createPool(settings, { application: "test", size: 1, queryTimeout: 300, log });
}, 300_000);

afterAll(async () => {
  await holder?.query("ROLLBACK");
  holder?.release();
  await Promise.all([holders?.end(), pool?.end()]);
  await execa("docker", ["rm", "--force", "--volumes", CONTAINER], { reject: false });
});

/** A transaction as query builders run it: what fails is rolled back, and the connection goes back to the pool. */
async function inTransaction(work: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await work(client);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

test("what a transaction wrote that failed while it waited is not committed by the next one", async () => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const failing = inTransaction(async (client) => {
      await client.query("INSERT INTO written VALUES ($1)", [attempt]);
      await client.query("SELECT set_config('tovplay.user_id', 'somebody', true)");
      await client.query("SELECT * FROM held FOR UPDATE");
    });
    await expect(failing).rejects.toThrow(/timeout/i);
    const seen: unknown[] = [];
    await inTransaction(async (client) => {
      seen.push(
        (await client.query("SELECT current_setting('tovplay.user_id', true) AS id")).rows[0]?.id ?? "",
      );
    });
    expect(seen).toEqual([""]);
  }
  expect(await psql(CONTAINER, "SELECT count(*) FROM written")).toBe("0");
});
