import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A temporary server on a restored copy, reachable only through its own socket. */
export interface ThrowawayServer {
  connect(database: string): Promise<pg.Client>;
  /** Folder of its socket. */
  socket: string;
  stop(): Promise<void>;
}

/**
 * Set on the command line, which overrides ALTER SYSTEM settings in the copy. Recovery stops the server unless it reaches
 * its target, and nothing reads earlier. Event triggers of the application's database must not affect the checks.
 */
const settings = {
  listen_addresses: "",
  archive_mode: "off",
  archive_command: "",
  hot_standby: "off",
  recovery_target_action: "promote",
  shared_preload_libraries: "",
  session_preload_libraries: "",
  synchronous_standby_names: "",
  event_triggers: "off",
  // Nor must functions in its schemas that have the names of built-in ones.
  search_path: "pg_catalog, pg_temp",
  ssl: "off",
  logging_collector: "off",
  log_destination: "stderr",
  log_statement: "none",
  log_connections: "off",
  // A temporary copy need not survive a power cut and should use little memory.
  fsync: "off",
  full_page_writes: "off",
  autovacuum: "off",
  max_connections: "10",
  shared_buffers: "32MB",
  maintenance_work_mem: "32MB",
  max_wal_size: "256MB",
  statement_timeout: "0",
  idle_session_timeout: "0",
  idle_in_transaction_session_timeout: "0",
};

/**
 * Starts a server on `FOLDER/data` and waits until it has recovered to its target.
 * @throws with the server's last error when it does not get there
 */
export async function startThrowaway(folder: string, signal: AbortSignal): Promise<ThrowawayServer> {
  await writeFile(`${folder}/hba.conf`, "local all postgres peer\n");
  await writeFile(`${folder}/empty.conf`, "");
  const all = { ...settings, hba_file: `${folder}/hba.conf`, unix_socket_directories: folder };
  const given = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    "postgres",
    ["-D", `${folder}/data`, "-c", `config_file=${folder}/empty.conf`, ...given],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    const message = /(?:FATAL|PANIC|ERROR): {2}(.*)/.exec(line)?.[1];
    // Refusing an early connection is not an error of the copy.
    if (message && !/the database system is (starting up|not (yet )?accepting)/.test(message))
      errors.push(message);
  });
  const connect = (database: string) => connectTo(folder, database);
  const stop = () => stopServer(child);
  try {
    await promoted(child, connect, errors, signal);
    return { connect, socket: folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function promoted(
  child: ChildProcess,
  connect: (database: string) => Promise<pg.Client>,
  errors: string[],
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`the restored copy does not start: ${errors.at(-1) ?? "there is no error message"}`);
    }
    const client = await connect("postgres").catch(() => undefined);
    if (client) {
      await client.end();
      return;
    }
    await sleep(100);
  }
}

async function connectTo(host: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host, port: 5432, user: "postgres", database });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Stops the server with a fast shutdown, and kills it after 30 s. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await gone;
  clearTimeout(late);
}
