import { readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { adoptIn, readTarget } from "../../../cli/adoption/adopt.ts";
import { openDump } from "../../../cli/adoption/dump/source.ts";
import type { AdoptionRequest } from "../../../cli/adoption/prepare.ts";
import { openQuarantine, type Quarantine } from "../../../cli/adoption/quarantine/quarantine.ts";
import type { AdoptionReport } from "../../../cli/adoption/report.ts";
import type { Server } from "../../../cli/database/server.ts";
import type { Progress } from "../../../cli/terminal/progress.ts";
import { baseImage } from "./images.ts";
import { until } from "./until.ts";

const migrations = new URL("../../../app/backend/migrations/", import.meta.url);

/** Progress that shows nothing. */
const silent: Progress = {
  step: (_, work) => work({ detail: () => undefined, part: () => undefined }),
  note: () => undefined,
  close: () => undefined,
};

/** A test server with this backend's tables, empty. */
export interface AdoptionDatabase {
  server: Server;
  quarantine: Quarantine;
  /** Runs SQL as the superuser; returns psql's output. */
  sql(text: string, database?: string): Promise<string>;
  /** Adopts a dump in the shared quarantine, which is emptied first. */
  adopt(file: string, request?: AdoptionRequest): Promise<AdoptionReport>;
  /** Empties every table. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL container that trusts every connection. */
export async function startPostgres(name: string): Promise<void> {
  await execa("docker", ["rm", "--force", "--volumes", name], { reject: false });
  const image = await baseImage("postgres", "postgres:17");
  const trust = ["--env", "POSTGRES_HOST_AUTH_METHOD=trust", "--env", "POSTGRES_INITDB_ARGS=--no-sync"];
  await execa("docker", ["run", "--detach", "--name", name, ...trust, image, "-c", "fsync=off"]);
  await until(`${name} answers`, () => execa("docker", ["exec", name, "pg_isready", "-h", "127.0.0.1"]), 120);
}

/** Runs SQL in a container of {@link startPostgres}. */
export async function psql(container: string, text: string, database = "postgres"): Promise<string> {
  const options = ["-qAtX", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database];
  const args = ["exec", "-i", "--user", "postgres", container, "psql", ...options];
  return (await execa("docker", args, { input: text })).stdout;
}

/** Starts a server and a quarantine. */
export async function startAdoptionDatabase(container: string): Promise<AdoptionDatabase> {
  await startPostgres(container);
  const sql = (text: string, database = "TovPlay") => psql(container, text, database);
  await sql('CREATE ROLE tovplay_owner; CREATE DATABASE "TovPlay" OWNER tovplay_owner', "postgres");
  const files = readdirSync(migrations)
    .sort()
    .map((name) => readFileSync(new URL(name, migrations), "utf8"));
  await sql(["SET ROLE tovplay_owner;", ...files].join("\n"));
  const server: Server = {
    container,
    stanza: "none",
    docker: (args) => ({ file: "docker", args: [...args] }),
  };
  const target = await readTarget(server);
  const quarantine = await openQuarantine(server);
  const tables = target.tables.map(({ name }) => `public."${name}"`).join(", ");
  return {
    server,
    quarantine,
    sql,
    async adopt(file, request = {}) {
      await emptyQuarantine(quarantine);
      return adoptIn(quarantine, { source: await openDump(file), target, request }, silent);
    },
    clear: async () => void (await sql(`TRUNCATE ${tables} RESTART IDENTITY`)),
    async stop() {
      await quarantine.close();
      await execa("docker", ["rm", "--force", "--volumes", container], { reject: false });
    },
  };
}

async function emptyQuarantine(quarantine: Quarantine): Promise<void> {
  await quarantine.closeSessions();
  const names = Array.from({ length: 5 }, (_, index) => `dump_${index}`);
  const drops = ["adoption", ...names].map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE);`);
  await quarantine.run("postgres", drops.join("\n"));
}
