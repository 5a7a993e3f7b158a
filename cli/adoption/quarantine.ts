import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { execa } from "execa";
import { z } from "zod";
import { inDocker, type Server } from "../database/server.ts";
import { Failure } from "../exit.ts";
import { environmentOf } from "../hosts/remote.ts";
import { tail } from "../run.ts";

/** A server without a network into which a dump was loaded, whatever is in it. */
export interface Quarantine {
  /** Arguments of `docker` that run psql there, on the database that the dump holds. */
  psql(args: readonly string[]): string[];
  close(): Promise<void>;
}

const SOCKET = "/var/run/postgresql";

/** What a dump may refer to and a new server does not have: the old roles, which are not wanted. */
const HARMLESS = /ERROR: {2}role "[^"]*" does not exist|ERROR: {2}database "[^"]*" already exists/;

/**
 * Loads a dump beside the database: a plain dump is a program, and may do anything as the superuser who runs it. Here it
 * finds no network, no data and no secret; only rows are taken out afterwards.
 * @throws {Failure} with the first errors when it cannot be loaded whole; nothing of it is left
 */
export async function loadInQuarantine(server: Server, file: string): Promise<Quarantine> {
  const name = `tovplay-adoption-${randomUUID().slice(0, 8)}`;
  const close = async () => void (await inDocker(server, ["rm", "--force", "--volumes", name]));
  try {
    await start(server, name);
    const errors = await load(server, name, file);
    if (errors.length > 0)
      throw new Failure("failed", "the dump cannot be loaded whole; nothing was taken over", {
        detail: errors.slice(0, 8),
      });
    const database = await databaseOf(server, name);
    const login = [
      "--no-psqlrc",
      "--quiet",
      "--host",
      SOCKET,
      "--username",
      "postgres",
      "--dbname",
      database,
    ];
    return { psql: (args) => ["exec", name, "psql", ...login, "--set", "ON_ERROR_STOP=1", ...args], close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(server: Server, name: string): Promise<void> {
  const inspect = ["inspect", "--format", "{{.Image}}", server.container];
  const image = (await inDocker(server, inspect)).stdout.trim();
  const limits = ["--memory", "512m", "--memory-swap", "512m", "--pids-limit", "100", "--cap-drop", "ALL"];
  const run = ["run", "--detach", "--name", name, "--network", "none", "--user", "999:999", ...limits];
  const settings = [
    "--env",
    "POSTGRES_HOST_AUTH_METHOD=trust",
    "--env",
    "POSTGRES_INITDB_ARGS=--auth-local=peer",
  ];
  const { code, stderr } = await inDocker(server, [
    ...run,
    ...settings,
    image,
    "postgres",
    "-c",
    "fsync=off",
  ]);
  if (code !== 0) throw new Failure("failed", `the dump cannot be tried out: ${tail(stderr, 1).join("")}`);
  const ready = ["exec", name, "sh", "-c", `until pg_isready -q -h 127.0.0.1; do sleep 0.2; done`];
  const waiting = server.docker(ready);
  const options = { env: environmentOf(waiting), reject: false, timeout: 60_000, stdin: "ignore" } as const;
  const { timedOut } = await execa(waiting.file, waiting.args, options);
  if (timedOut) throw new Failure("failed", "the server that tries the dump out did not start within 60 s");
}

/** @returns the errors that mean a loss */
async function load(server: Server, name: string, path: string): Promise<string[]> {
  const psql = [
    "psql",
    "--no-psqlrc",
    "--quiet",
    "--host",
    SOCKET,
    "--username",
    "postgres",
    "--dbname",
    "postgres",
  ];
  const command = server.docker(["exec", "--interactive", name, ...psql]);
  const options = { stdin: "pipe", stdout: "ignore", reject: false, maxBuffer: 1024 * 1024 } as const;
  const child = execa(command.file, command.args, { env: environmentOf(command), ...options });
  createReadStream(path).pipe(child.stdin);
  // psql may end before the file does; its own words then say why.
  child.stdin.on("error", () => undefined);
  const { stderr, exitCode } = await child;
  const errors = stderr
    .split("\n")
    .filter((line) => /ERROR:|FATAL:|invalid/.test(line) && !HARMLESS.test(line));
  return exitCode === 0 || errors.length > 0
    ? errors
    : [`psql ended with ${exitCode}: ${tail(stderr, 1).join("")}`];
}

/** The database in which the dump's tables are: it may have made and entered one of its own. */
async function databaseOf(server: Server, name: string): Promise<string> {
  const psql = [
    "exec",
    "--interactive",
    name,
    "psql",
    "--no-psqlrc",
    "--tuples-only",
    "--no-align",
    "--host",
    SOCKET,
  ];
  const sql =
    "SELECT json_agg(datname) FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')";
  const asked = await inDocker(server, [...psql, "--username", "postgres", "--dbname", "postgres"], sql);
  const own =
    z
      .array(z.string())
      .nullable()
      .parse(JSON.parse(asked.stdout.trim() || "null")) ?? [];
  if (own.length > 1)
    throw new Failure("usage", `the dump holds several databases (${own.join(", ")}); give the dump of one`);
  return own[0] ?? "postgres";
}
