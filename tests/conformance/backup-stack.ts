import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { buildImage } from "../../app/image-build.ts";
import { imageInputs } from "../../app/image-inputs.ts";
import { hbaFile } from "../../infra/hba.ts";
import { configurationFile, pgBackRestConfiguration, storeAuthorityFile } from "../../infra/pgbackrest.ts";
import { serverHealth, serverProcess } from "../../infra/postgres-server.ts";
import { scriptText } from "../../infra/script.ts";
import { serverFiles } from "../../infra/server-files.ts";
import { localShell } from "../../provider/local-shell.ts";
import { makeDatabase } from "./backup-database.ts";
import { baseImage } from "./images.ts";
import type { SecondRepository } from "./second-repository.ts";
import { makeSmallVolume, onVolume } from "./small-volume.ts";
import { until } from "./until.ts";

/** What a command of the backup service came to. */
export interface CommandEnd {
  code: number | undefined;
  /** Its one line on standard output. */
  result: { success: boolean; runs?: Run[]; backups?: Record<string, unknown>[] } | undefined;
  progress: string;
}

/** A run, as a command tells of it. */
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

const stanza = "tovplay";

/** What a stack has that is not usual. */
interface Unusual {
  /** Size of a volume in MiB; one that has a limit lies in memory, and is kept only while a container runs that has it. */
  limits?: Partial<Record<"data" | "repository", number>>;
  /** A repository besides the one between server and service. */
  second?: SecondRepository;
}

/** Brings up the server with the application's schema, protection and some rows; the service is not started yet. */
export async function makeBackupStack({ limits = {}, second }: Unusual = {}): Promise<BackupStack> {
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
    serverReady: () => until("PostgreSQL is healthy", () => inside(server, serverHealth.command)),
    startService: async (environment = {}) => startService({ name, folder, second }, environment),
    onData: (script) => onVolume(`${name}-data`, script),
    remove: async () => {
      await execa("docker", ["rm", "--force", "--volumes", server, service], { reject: false });
      await execa("docker", ["volume", "rm", "--force", ...volumes]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const [kind, size] of Object.entries(limits)) await makeSmallVolume(`${name}-${kind}`, size);
    await startServer({ name, folder, second });
    await stack.serverReady();
    await makeDatabase(sql);
    return stack;
  } catch (error) {
    await stack.remove();
    throw error;
  }
}

const bounds = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

interface Parts {
  name: string;
  /** Of the files that are mounted. */
  folder: string;
  second: SecondRepository | undefined;
}

const memory = ["/tmp", "/var/log/postgresql", "/var/spool/pgbackrest"].flatMap((path) => [
  "--tmpfs",
  `${path}:uid=999,gid=999,mode=0700`,
]);

function mounted(name: string, targets: Record<string, string>): string[] {
  return Object.entries(targets).flatMap(([kind, target]) => [
    "--mount",
    `type=volume,source=${name}-${kind},target=${target}`,
  ]);
}

async function startServer({ name, folder, second }: Parts): Promise<void> {
  const archive = { stanza, files: configuration("the server", "warn", second) };
  const files: Record<string, unknown> = {
    ...serverFiles({ database: "TovPlay", maxConnections: 30, memory: 128, clients: [], archive }),
    "/etc/postgresql/hba/pg_hba.conf": hbaFile("TovPlay", []),
  };
  const environment = Object.entries(serverProcess.environment).map(
    ([key, value]) => `--env=${key}=${value}`,
  );
  const targets = {
    data: "/var/lib/postgresql/data",
    socket: "/var/run/postgresql",
    repository: "/var/lib/pgbackrest",
  };
  await execa("docker", [
    ...["run", "--detach", "--name", `${name}-server`, "--user", "999:999", "--memory", "400m"],
    ...["--restart", "unless-stopped", "--network", second?.network ?? "none"],
    ...[
      ...bounds,
      ...memory,
      ...environment,
      ...mounted(name, targets),
      ...(await placed(`${folder}/server`, files)),
    ],
    await baseImage("postgres", "postgres:17"),
    ...serverProcess.command,
  ]);
}

async function startService(
  { name, folder, second }: Parts,
  environment: Record<string, string>,
): Promise<void> {
  const settings = {
    STANZA: stanza,
    DATABASE_HOST: "/var/run/postgresql",
    DATABASE_PORT: "5432",
    DATABASE_USER: "tovplay_backup",
    ...environment,
  };
  const files = configuration("the backup service", "info", second);
  const targets = {
    socket: "/var/run/postgresql",
    repository: "/var/lib/pgbackrest",
    state: "/var/lib/tovplay/backup",
    restore: "/var/lib/tovplay/restore",
  };
  await execa("docker", ["rm", "--force", `${name}-service`], { reject: false });
  await execa("docker", [
    ...["run", "--detach", "--name", `${name}-service`, "--memory", "512m", ...bounds, ...memory],
    ...["--network", second?.network ?? "none"],
    ...Object.entries(settings).map(([key, value]) => `--env=${key}=${value}`),
    ...[
      ...mounted(name, targets),
      "--mount",
      `type=volume,source=${name}-data,target=/var/lib/postgresql/data,readonly`,
    ],
    ...(await placed(`${folder}/service`, files)),
    await serviceImage(),
  ]);
}

/** Configuration of pgBackRest, and the authority that it needs for a second repository: content by path. */
function configuration(
  side: string,
  logLevel: "warn" | "info",
  second: SecondRepository | undefined,
): Record<string, string> {
  const servers = [{ stanza, database: "TovPlay" }];
  const first = { kind: "folder", cipher: "a-passphrase" } as const;
  const repositories = [first, ...(second ? [second.repository] : [])];
  return {
    [configurationFile]: pgBackRestConfiguration({ side, logLevel, servers, repositories }),
    ...(second ? { [storeAuthorityFile]: second.authority } : {}),
  };
}

async function placed(folder: string, files: Record<string, unknown>): Promise<string[]> {
  const mounts: string[] = [];
  for (const [target, content] of Object.entries(files)) {
    const environment = { TARGET: `${folder}${target}`, OWNER: "999", MODE: "0400" };
    await localShell.run(scriptText("place-file.sh"), { environment, stdin: String(content) });
    mounts.push("--mount", `type=bind,source=${folder}${target},target=${target},readonly`);
  }
  return mounts;
}

/** The image of the service, built from this checkout unless Docker has it. */
async function serviceImage(): Promise<string> {
  const idOf = async (name: string, official: string) => {
    const inspected = await execa("docker", [
      "image",
      "inspect",
      "--format",
      "{{.Id}}",
      await baseImage(name, official),
    ]);
    return inspected.stdout.trim();
  };
  const bases = {
    NODE_IMAGE: await idOf("node", "node:24"),
    POSTGRES_IMAGE: await idOf("postgres", "postgres:17"),
  };
  const certificates = process.env.NODE_EXTRA_CA_CERTS || undefined;
  return buildImage({ name: "backup", inputs: imageInputs("backup"), bases, certificates });
}

async function runCommand(service: string, args: string[]): Promise<CommandEnd> {
  const run = ["exec", service, "node", "dist/command.js", ...args];
  const { stdout, stderr, exitCode } = await execa("docker", run, { reject: false });
  const json = stdout.startsWith("{") ? (JSON.parse(stdout) as NonNullable<CommandEnd["result"]>) : undefined;
  return { code: exitCode, result: json, progress: stderr };
}
