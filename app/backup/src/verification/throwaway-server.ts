import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A server on a restored copy, reachable by its own socket only. */
export interface ThrowawayServer {
  connect(database: string): Promise<pg.Client>;
  /** Folder of its socket. */
  socket: string;
  stop(): Promise<void>;
}

/**
 * Given on the command line, because a copy brings along what ALTER SYSTEM has set. Replay stops the server unless its target is
 * reached; nobody reads before. Event triggers of the application's database have no business with the checks.
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
  // Nor have functions of its schemas that are called as PostgreSQL's own are.
  search_path: "pg_catalog, pg_temp",
  ssl: "off",
  logging_collector: "off",
  log_destination: "stderr",
  log_statement: "none",
  log_connections: "off",
  // What is thrown away need not survive a power cut, and takes little memory.
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
 * Starts a server on `FOLDER/data` and waits until it has replayed up to its target.
 * @throws with the server's own last complaint when it does not get there
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
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    const complaint = /(?:FATAL|PANIC|ERROR): {2}(.*)/.exec(line)?.[1];
    // Refusing who asks too early is no complaint about the copy.
    if (complaint && !/the database system is (starting up|not (yet )?accepting)/.test(complaint))
      complaints.push(complaint);
  });
  const connect = (database: string) => connectTo(folder, database);
  const stop = () => stopServer(child);
  try {
    await promoted(child, connect, complaints, signal);
    return { connect, socket: folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function promoted(
  child: ChildProcess,
  connect: (database: string) => Promise<pg.Client>,
  complaints: string[],
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`the restored copy does not start: ${complaints.at(-1) ?? "it says nothing"}`);
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

/** Ends it in a fast shutdown, or after half a minute at once. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await gone;
  clearTimeout(late);
}
