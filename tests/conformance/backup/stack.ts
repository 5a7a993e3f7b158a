import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { serverHealth } from "../../../infra/database/server/postgres-server.ts";
import { until } from "../testing/until.ts";
import { startServer, startService } from "./containers.ts";
import { makeDatabase } from "./database.ts";
import type { SecondRepository } from "./second-repository.ts";
import { makeSmallVolume, onVolume } from "./small-volume.ts";

/** Result of a command of the backup service. */
export interface CommandEnd {
  code: number | undefined;
  /** Its one line on standard output. */
  result: { success: boolean; runs?: Run[]; backups?: Record<string, unknown>[] } | undefined;
  progress: string;
}

/** A run, as a command reports it. */
export interface Run {
  kind: string;
  label: string | null;
  success: boolean;
  error: string | null;
  detail: Record<string, unknown>;
}

/** A server that archives, the service beside it, and a repository between them: one machine, without a network. */
export interface BackupStack {
  server: string;
  service: string;
  /** Runs SQL in the database as the superuser. */
  sql(statements: string): Promise<string>;
  /** Runs a command of the service. */
  command(...args: string[]): Promise<CommandEnd>;
  /** Runs a shell script in the service's container, as its user. */
  shell(script: string): Promise<string>;
  startService(environment?: Record<string, string>): Promise<void>;
  /** Waits until the server is healthy. */
  serverReady(): Promise<unknown>;
  /** Runs a shell script in the folder of the cluster's volume, also while the server is down. */
  onData(script: string): Promise<string>;
  remove(): Promise<void>;
}

/** How a stack differs from the usual one. */
interface Unusual {
  /** Size of a volume in MiB; a limited one is in memory, and lasts only while a container that mounts it runs. */
  limits?: Partial<Record<"data" | "repository", number>>;
  /** A repository besides the one between server and service. */
  second?: SecondRepository;
  /** More options of `docker run` for server and service. */
  options?: string[];
}

/** Brings up the server with the application's schema, protection and some rows; the service is not started yet. */
export async function makeBackupStack({
  limits = {},
  second,
  options = [],
}: Unusual = {}): Promise<BackupStack> {
  const name = `scratch-conformance-backup-${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const [server, service] = [`${name}-server`, `${name}-service`];
  const volumes = ["data", "socket", "repository", "state", "restore"].map((kind) => `${name}-${kind}`);
  const inside = (container: string, command: string[], input = "") =>
    execa("docker", ["exec", "--interactive", "--user", "999:999", container, ...command], { input });
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  const sql = async (statements: string, database = "TovPlay") =>
    (await inside(server, [...psql, `--dbname=${database}`], statements)).stdout;
  const stack: BackupStack = {
    server,
    service,
    sql,
    command: (...args) => runCommand(service, args),
    shell: async (script) => (await inside(service, ["sh", "-euc", script])).stdout,
    serverReady: () => until("PostgreSQL is healthy", () => inside(server, serverHealth.first), 120),
    startService: async (environment = {}) => startService({ name, folder, second, options }, environment),
    onData: (script) => onVolume(`${name}-data`, script),
    remove: async () => {
      await execa("docker", ["rm", "--force", "--volumes", server, service], { reject: false });
      await execa("docker", ["volume", "rm", "--force", ...volumes]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const [kind, size] of Object.entries(limits)) await makeSmallVolume(`${name}-${kind}`, size);
    await startServer({ name, folder, second, options });
    await stack.serverReady();
    await makeDatabase(sql);
    return stack;
  } catch (error) {
    await stack.remove();
    throw error;
  }
}

async function runCommand(service: string, args: string[]): Promise<CommandEnd> {
  const run = ["exec", service, "node", "dist/command.js", ...args];
  const { stdout, stderr, exitCode } = await execa("docker", run, { reject: false });
  const json = stdout.startsWith("{") ? (JSON.parse(stdout) as NonNullable<CommandEnd["result"]>) : undefined;
  return { code: exitCode, result: json, progress: stderr };
}

/** Runs a command of the service; returns its runs. @throws Error when it reports none */
export async function runsOf(stack: BackupStack, ...args: string[]): Promise<Run[]> {
  const { result, progress } = await stack.command(...args, "--json");
  if (!result?.runs) throw new Error(`the service did not answer: ${progress}`);
  return result.runs;
}

/** Error of each run; null where it succeeded. */
export const errorsOf = (runs: Run[]): (string | null)[] => runs.map(({ error }) => error);
