import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { ownerLabels } from "../../checkout/leftovers.ts";
import { inDocker, type Server } from "../../database/server.ts";
import { tail } from "../../process/run.ts";
import { Failure } from "../../terminal/exit.ts";
import { cleanUpOnInterrupt } from "../../terminal/interrupt.ts";
import { PsqlSession, SESSION_OPTIONS } from "./psql-session.ts";
import { beginning, type Started, start } from "./start.ts";

/** A server without a network into which a dump is loaded, whatever is in it: a dump is a program. */
export interface Quarantine {
  readonly server: Server;
  readonly container: string;
  /** Arguments of `docker` that run psql there as the superuser. */
  psql(database: string, args: readonly string[]): string[];
  /** Runs one query and reads its only value as JSON. @throws {Failure} without a word of what is in the rows */
  ask<T>(database: string, sql: string, schema: z.ZodType<T>): Promise<T>;
  /** Runs statements. @throws {Failure} without a word of what is in the rows */
  run(database: string, sql: string): Promise<void>;
  /** Ends what asked and ran there, so that databases can be dropped. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

const SOCKET = "/var/run/postgresql";
const READY_WITHIN_MS = 180_000;

/** Nothing of a dump may be read in a log, and what is thrown away needs no disk that keeps it. */
const SETTINGS = [
  ...["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "max_wal_size=512MB"],
  ...["log_min_messages=panic", "log_min_error_statement=panic", "log_statement=none", "statement_timeout=0"],
  ...["wal_level=minimal", "max_wal_senders=0", "listen_addresses="],
  // A container's shared memory is too small for what parallel workers exchange.
  ...["max_parallel_workers_per_gather=0", "max_parallel_maintenance_workers=0", "work_mem=32MB"],
].flatMap((setting) => ["-c", setting]);

/** The container ends with its first process, and that with its standard input: it cannot outlive the launcher, however that ends. */
const KEEPER = 'docker-entrypoint.sh postgres "$@" >/dev/null 2>&1 & exec cat >/dev/null';

/** How times, numbers and bytes are written as text, the same on both sides. */
export const TEXT_FORMS =
  "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET search_path = public;";

/** Starts the server of a quarantine beside `server`, with the same image. @throws {Failure} when it does not start */
export async function openQuarantine(server: Server): Promise<Quarantine> {
  const container = `tovplay-adoption-${randomUUID().slice(0, 8)}`;
  const inspect = ["inspect", "--format", "{{.Image}}", server.container];
  const image = (await inDocker(server, inspect)).stdout.trim();
  const keeper = startKeeper(server, container, image);
  const remove = () => inDocker(server, ["rm", "--force", "--volumes", container]);
  const close = cleanUpOnInterrupt(async () => {
    await remove();
    keeper.kill();
    await keeper.ended;
    // It may have come to be between the two.
    await remove();
  });
  try {
    await ready(server, container, keeper);
    return quarantineOf(server, container, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the container's first process, which lives as long as what is returned. */
function startKeeper(server: Server, container: string, image: string): Started {
  const limits = ["--memory", "512m", "--memory-swap", "512m", "--pids-limit", "100", "--cap-drop", "ALL"];
  const run = [
    ...["run", "--interactive", "--rm", "--name", container, "--network", "none", "--user", "999:999"],
    ...["--log-driver", "none", "--security-opt", "no-new-privileges", ...limits],
    ...["--label", "org.tovplay.part=adoption", ...ownerLabels()],
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=trust", "--env", "POSTGRES_INITDB_ARGS=--auth-local=peer"],
    ...["--entrypoint", "sh", image, "-c", KEEPER, "keeper", ...SETTINGS],
  ];
  return start(server.docker(run), { quiet: true });
}

async function ready(server: Server, container: string, keeper: Started): Promise<void> {
  const said = beginning(keeper.stderr);
  // The first server of the image listens on the socket only while it sets up, and stops again.
  const script = `until [ "$(cat "$PGDATA/postmaster.pid" 2>/dev/null | sed -n 8p | tr -d ' ')" = ready ] && psql -qAtXc 'SELECT 1' -h ${SOCKET} -U postgres -d postgres >/dev/null 2>&1; do sleep 0.1; done`;
  const wait = async (): Promise<"ready"> => {
    for (;;) {
      const { code } = await inDocker(server, ["exec", "--user", "999:999", container, "sh", "-c", script]);
      if (code === 0) return "ready";
    }
  };
  const ended = keeper.ended.then(() => {
    throw new Failure(
      "failed",
      `the server that tries the dump out does not start: ${tail(said(), 1).join("")}`,
    );
  });
  const late = new Promise<never>((_, reject) => {
    const failure = new Failure(
      "failed",
      `the server that tries the dump out did not start within ${READY_WITHIN_MS / 1000} s; see whether the machine is overloaded`,
    );
    setTimeout(() => reject(failure), READY_WITHIN_MS).unref();
  });
  await Promise.race([wait(), ended, late]);
}

function quarantineOf(server: Server, container: string, close: () => Promise<void>): Quarantine {
  const sessions = new Map<string, PsqlSession>();
  const psql = (database: string, args: readonly string[]) => [
    ...["exec", "--interactive", "--user", "999:999", container, "psql", "--host", SOCKET],
    ...["--username", "postgres", "--dbname", database, ...args],
  ];
  const sessionIn = async (database: string): Promise<PsqlSession> => {
    const known = sessions.get(database);
    if (known && !known.ended) return known;
    const session = new PsqlSession(
      server.docker(psql(database, SESSION_OPTIONS)),
      "the dump cannot be read",
    );
    sessions.set(database, session);
    await session.run(TEXT_FORMS);
    return session;
  };
  const hangUp = async () => {
    await Promise.all([...sessions.values()].map((session) => session.close()));
    sessions.clear();
  };
  return {
    server,
    container,
    psql,
    ask: async (database, sql, schema) => (await sessionIn(database)).ask(sql, schema),
    run: async (database, sql) => (await sessionIn(database)).run(sql),
    hangUp,
    close: async () => {
      await hangUp();
      await close();
    },
  };
}
