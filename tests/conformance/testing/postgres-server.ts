import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { Client } from "pg";
import { baseImage } from "./images.ts";
import { until } from "./until.ts";

/** A PostgreSQL server in a container of its own, reachable on loopback. */
export interface PostgresServer {
  /** Name of the container. */
  container: string;
  port: number;
  /** Password of the superuser `postgres`. */
  password: string;
  /** Runs SQL as the superuser, or as a role with a password. */
  query(sql: string, database?: string, login?: { user: string; password: string }): Promise<Row[]>;
  stop(): Promise<void>;
}

type Row = Record<string, unknown>;

/** What a test's server has besides what its image sets. */
export interface ServerExtras {
  /** Arguments of `docker run`. */
  docker: string[];
  /** Settings, as `name=value`. */
  settings: string[];
}

/** Nothing has to survive the machine, so nothing waits for a disk. */
const inMemory = {
  docker: ["--tmpfs", "/var/lib/postgresql/data", "--env", "POSTGRES_INITDB_ARGS=--no-sync"],
  settings: ["fsync=off"],
};

/** Starts the server and waits until it answers. */
export async function startPostgres(
  extras: ServerExtras = { docker: [], settings: [] },
): Promise<PostgresServer> {
  const password = randomUUID();
  const name = `scratch-conformance-postgres-${randomUUID().slice(0, 8)}`;
  const image = process.env.TOVPLAY_TEST_POSTGRES_IMAGE ?? (await baseImage("postgres", "postgres:17"));
  const run = ["run", "--detach", "--rm", "--name", name, "--publish", "127.0.0.1::5432"];
  const settings = [...inMemory.settings, ...extras.settings].flatMap((setting) => ["-c", setting]);
  const options = [...inMemory.docker, ...extras.docker, "--env", `POSTGRES_PASSWORD=${password}`];
  await execa("docker", [...run, ...options, image, "postgres", ...settings]);
  const published = await execa("docker", ["port", name, "5432/tcp"]);
  const port = Number(published.stdout.split("\n")[0]?.split(":").at(-1));
  const query: PostgresServer["query"] = async (sql, database = "postgres", login) => {
    const client = new Client({ host: "127.0.0.1", port, database, user: "postgres", password, ...login });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await until("PostgreSQL answers", () => query("SELECT 1"), 120);
  return {
    container: name,
    port,
    password,
    query,
    stop: async () => void (await execa("docker", ["rm", "--force", name])),
  };
}
