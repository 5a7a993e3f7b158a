import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { ownerLabels } from "../../checkout/leftovers.ts";
import { inDocker, type Server } from "../../database/server.ts";
import { poll } from "../../process/poll.ts";
import { tail } from "../../process/run.ts";
import { Failure } from "../../terminal/exit.ts";
import { cleanUpOnInterrupt } from "../../terminal/interrupt.ts";
import { PsqlSession, sessionOptions } from "./psql-session.ts";
import { beginning, type Started, start } from "./start.ts";

/** An isolated server for loading a dump, which is a program and may do anything. */
export interface Quarantine {
  server: Server;
  container: string;
  /** Arguments of `docker` that run psql in it as the superuser. */
  psql(database: string, args: readonly string[]): string[];
  /** Runs a query and parses its single value as JSON. @throws {Failure} without row values */
  ask<T>(database: string, sql: string, schema: z.ZodType<T>): Promise<T>;
  /** Runs statements. @throws {Failure} without row values */
  run(database: string, sql: string): Promise<void>;
  /** Ends all sessions, so that databases can be dropped. */
  closeSessions(): Promise<void>;
  close(): Promise<void>;
}

const socket = "/var/run/postgresql";
const startSeconds = 180;

/** Nothing in a dump may reach a log, and a disposable cluster needs no durability. */
const settings = [
  ...["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "max_wal_size=512MB"],
  ...["log_min_messages=panic", "log_min_error_statement=panic", "log_statement=none", "statement_timeout=0"],
  ...["wal_level=minimal", "max_wal_senders=0", "listen_addresses="],
  // A container's shared memory is too small for parallel workers.
  ...["max_parallel_workers_per_gather=0", "max_parallel_maintenance_workers=0", "work_mem=32MB"],
].flatMap((setting) => ["-c", setting]);

/** The container's main process ends with its standard input, so the container cannot outlive the launcher. */
const mainProcess = 'docker-entrypoint.sh postgres "$@" >/dev/null 2>&1 & exec cat >/dev/null';

/** Settings for the text form of times, numbers and bytes, the same on both servers. */
export const textForms =
  "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET search_path = public;";

/** Starts a quarantine on the machine of `server`, with the same image. @throws {Failure} when it does not start */
export async function openQuarantine(server: Server): Promise<Quarantine> {
  const container = `tovplay-adoption-${randomUUID().slice(0, 8)}`;
  const inspect = ["inspect", "--format", "{{.Image}}", server.container];
  const image = (await inDocker(server, inspect)).stdout.trim();
  const main = startContainer(server, container, image);
  const remove = () => inDocker(server, ["rm", "--force", "--volumes", container]);
  const close = cleanUpOnInterrupt(async () => {
    await remove();
    main.kill();
    await main.ended;
    // Docker may have created it between the two.
    await remove();
  });
  try {
    await ready(server, container, main);
    return quarantineOf(server, container, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the container. It ends with the returned process. */
function startContainer(server: Server, container: string, image: string): Started {
  const limits = ["--memory", "512m", "--memory-swap", "512m", "--pids-limit", "100", "--cap-drop", "ALL"];
  const run = [
    ...["run", "--interactive", "--rm", "--name", container, "--network", "none", "--user", "999:999"],
    ...["--log-driver", "none", "--security-opt", "no-new-privileges", ...limits],
    ...["--label", "org.tovplay.part=adoption", ...ownerLabels()],
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=trust", "--env", "POSTGRES_INITDB_ARGS=--auth-local=peer"],
    ...["--entrypoint", "sh", image, "-c", mainProcess, "main", ...settings],
  ];
  return start(server.docker(run), { quiet: true });
}

async function ready(server: Server, container: string, main: Started): Promise<void> {
  const stderr = beginning(main.stderr);
  let exited = false;
  void main.ended.then(() => {
    exited = true;
  });
  // The image first runs a temporary server for its set-up, which uses the same socket.
  const script = `for i in $(seq 50); do [ "$(cat "$PGDATA/postmaster.pid" 2>/dev/null | sed -n 8p | tr -d ' ')" = ready ] && psql -qAtXc 'SELECT 1' -h ${socket} -U postgres -d postgres >/dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1`;
  const exec = ["exec", "--user", "999:999", container, "sh", "-c", script];
  const outcome = await poll(async () => {
    if (exited) return "exited";
    return (await inDocker(server, exec)).code === 0 ? "ready" : undefined;
  }, startSeconds);
  if (outcome === "ready") return;
  const why = outcome
    ? `the isolated server does not start: ${tail(stderr(), 1).join("")}`
    : `the isolated server did not start within ${startSeconds} s; check whether the machine is overloaded`;
  throw new Failure("failed", why);
}

function quarantineOf(server: Server, container: string, close: () => Promise<void>): Quarantine {
  const sessions = new Map<string, PsqlSession>();
  const psql = (database: string, args: readonly string[]) => [
    ...["exec", "--interactive", "--user", "999:999", container, "psql", "--host", socket],
    ...["--username", "postgres", "--dbname", database, ...args],
  ];
  const sessionIn = async (database: string): Promise<PsqlSession> => {
    const known = sessions.get(database);
    if (known && !known.ended) return known;
    const session = new PsqlSession(server.docker(psql(database, sessionOptions)), "the dump cannot be read");
    sessions.set(database, session);
    await session.run(textForms);
    return session;
  };
  const closeSessions = async () => {
    await Promise.all([...sessions.values()].map((session) => session.close()));
    sessions.clear();
  };
  return {
    server,
    container,
    psql,
    ask: async (database, sql, schema) => (await sessionIn(database)).ask(sql, schema),
    run: async (database, sql) => (await sessionIn(database)).run(sql),
    closeSessions,
    close: async () => {
      await closeSessions();
      await close();
    },
  };
}
