import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { createDatabase, type Database } from "../../../app/backend/src/database/database.ts";
import { createLog } from "../../../app/runtime/src/log.ts";
import { createPool } from "../../../app/runtime/src/postgres.ts";
import { builtTarget } from "../../attack/built-cluster.ts";
import { type Cluster, startCluster } from "../../attack/cluster.ts";
import { type LocalSession, openLocalSession } from "../../attack/local-session.ts";

/** Numbers of the clients that give up at the same time, each on its own row. */
export const waiting = [1, 2, 3, 4, 5, 6, 7, 8];

/** ID of the user on whose behalf a client works. */
export const personOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;

/** Name of the locked row that a client waits for. */
export const heldBy = (number: number) => `held ${number}`;

/** How a backend connects. */
export interface Backend {
  port: number;
  /** Milliseconds after which it gives up a statement. */
  queryTimeout: number;
  /** Whether connections in an unknown state are kept out of its pool. */
  guard: boolean;
}

/** A cluster of its own, with a session that locks the rows that others wait for. */
export interface Scene {
  cluster: Cluster;
  /** Runs a query as the superuser and returns what it printed. */
  read(sql: string): Promise<string>;
  /** Runs work while the rows are locked. */
  whileHeld(work: () => Promise<unknown>): Promise<void>;
  /** Runs work with the pool of a backend, which is closed afterwards. */
  withBackend(backend: Backend, work: (database: Database) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const people = waiting.map((number) => `('${personOf(number)}', 'user${number}', '${number}@example.org')`);
const rows = waiting.map((number) => `('${heldBy(number)}', 4)`);

/** Rows, and rights on tables that the application does not have otherwise. */
const preparation = `INSERT INTO "User" (id, username, email) VALUES ${people.join(", ")};
INSERT INTO "Game" (name, max_players) VALUES ${rows.join(", ")};
GRANT SELECT, INSERT, DELETE ON "UserNotifications" TO tovplay_app;
GRANT UPDATE ON "Game" TO tovplay_app`;

/** Starts PostgreSQL and PgBouncer with the files of the stacks. */
export async function openScene(): Promise<Scene> {
  const images = JSON.parse(readFileSync(`${homedir()}/.local/state/tovplay/images.json`, "utf8"));
  const target = builtTarget(images);
  const cluster = await startCluster(target);
  const holder: LocalSession = openLocalSession(cluster.server);
  const read = async (sql: string) => (await cluster.superuser.query(sql)).join("\n");
  // Each is idle for longer than the server allows while the other works.
  for (const session of [holder, cluster.superuser]) await session.query("SET idle_session_timeout = 0");
  await read(preparation);
  return {
    cluster,
    read,
    async whileHeld(work) {
      await holder.query(`BEGIN; SELECT FROM "Game" WHERE name LIKE 'held %' ORDER BY name FOR UPDATE`);
      await work();
      await holder.query("ROLLBACK");
    },
    async withBackend({ port, queryTimeout, guard }, work) {
      const pool = createPool(
        {
          DATABASE_HOST: "127.0.0.1",
          DATABASE_PORT: port,
          DATABASE_NAME: "TovPlay",
          DATABASE_USER: "tovplay_app",
          DATABASE_PASSWORD_FILE: target.passwords.get("tovplay_app") ?? "",
        },
        {
          application: "late-commits",
          // The backend's default, small enough that a returned connection is soon used again.
          size: 10,
          queryTimeout,
          log: createLog({ service: "bench", level: "silent" }),
        },
      );
      if (!guard) pool.removeAllListeners("release");
      await work(createDatabase(pool));
      await pool.end();
    },
    async stop() {
      await holder.close();
      await cluster.stop();
    },
  };
}
