import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { serverFiles } from "../../../infra/database/server/files.ts";
import { serverHealth, serverProcess } from "../../../infra/database/server/postgres-server.ts";
import { script } from "../../../infra/host/script.ts";
import type { ScriptEnd } from "../../../provider/host-shell.ts";
import { localShell } from "../../../provider/local-shell.ts";
import { baseImage } from "../testing/images.ts";
import { until } from "../testing/until.ts";

/** A server as a stack runs it, with its real files, in a container of its own without a network. */
export interface ScratchServer {
  name: string;
  /** The access rules on the host. */
  rulesFile: string;
  /** Puts access rules in place as a deployment does. */
  applyRules(content: string): Promise<ScriptEnd>;
  start(): Promise<void>;
  /** Waits until it is healthy. */
  ready(): Promise<unknown>;
  /** Stops it as Docker does; returns its exit code. */
  end(): Promise<string>;
  /** Runs a program inside. */
  run(command: string[], input?: string): Promise<string>;
  /** Runs SQL as the superuser, over the local socket. */
  sql(statements: string): Promise<string>;
  /** The structured log. */
  log(): Promise<Record<string, unknown>[]>;
  /** What Docker has kept of its output. */
  dockerLog(): Promise<string>;
  /** Runs a shell script on the volumes, as the server's user, while the server is down. */
  whileDown(script: string): Promise<string>;
  remove(): Promise<void>;
}

const settings = { database: "TovPlay", maxConnections: 20, memory: 128, clients: [] };

/** Makes the server and its volumes; it is not started yet. */
export async function makeServer(): Promise<ScratchServer> {
  const name = `scratch-conformance-server-${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const image = await baseImage("postgres", "postgres:17");
  const rulesFile = join(folder, "hba", "pg_hba.conf");
  const volumes = ["data", "log"].map((kind) => `${name}-${kind}`);
  const mounts = [
    `type=volume,source=${name}-data,target=/var/lib/postgresql/data`,
    `type=volume,source=${name}-log,target=/var/log/postgresql`,
  ];
  const command = ["exec", "--interactive", "--user", "postgres", name];
  const run = async (program: string[], input = "") =>
    (await execa("docker", [...command, ...program], { input })).stdout;
  const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  const sql = (statements: string) => run([...psql, "--host=/var/run/postgresql"], statements);
  return {
    name,
    rulesFile,
    run,
    sql,
    applyRules: (content) =>
      localShell.run(script("database/hba"), {
        environment: {
          CONTAINER: name,
          OWNER: "999",
          SHA256: createHash("sha256").update(content).digest("hex"),
          TARGET: rulesFile,
        },
        stdin: content,
      }),
    start: async () => {
      const placed = await placeFiles(folder);
      await runContainer(name, image, [
        ...mounts,
        ...placed,
        `type=bind,source=${folder}/hba,target=/etc/postgresql/hba,readonly`,
      ]);
    },
    ready: () => until("PostgreSQL is healthy", () => run(serverHealth.first), 120),
    end: async () => {
      await execa("docker", ["stop", "--time", "30", name]);
      return (await execa("docker", ["inspect", "--format", "{{.State.ExitCode}}", name])).stdout;
    },
    log: async () =>
      (await run(["sh", "-c", "cat /var/log/postgresql/*.json"]))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    dockerLog: async () => (await execa("docker", ["logs", name], { all: true })).all,
    whileDown: async (script) => {
      await execa("docker", ["rm", "--force", name]);
      const flags = ["run", "--rm", "--user", "999:999", "--network", "none", "--entrypoint", "sh"];
      const mounted = mounts.flatMap((mount) => ["--mount", mount]);
      return (await execa("docker", [...flags, ...mounted, image, "-c", script])).stdout;
    },
    remove: async () => {
      await execa("docker", ["rm", "--force", "--volumes", name]);
      await execa("docker", ["volume", "rm", "--force", ...volumes]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Places the server's files as a deployment does; returns their mounts. */
async function placeFiles(folder: string): Promise<string[]> {
  const files = Object.entries(serverFiles(settings));
  return Promise.all(
    files.map(async ([target, content]) => {
      const source = join(folder, target);
      await localShell.run(script("host/place-file"), {
        environment: { TARGET: source, OWNER: "999", MODE: "0400" },
        stdin: String(content),
      });
      return `type=bind,source=${source},target=${target},readonly`;
    }),
  );
}

/** Runs the container with the limits of every container of a stack. */
async function runContainer(name: string, image: string, mounts: string[]): Promise<void> {
  const bounds = [
    "--user",
    "999:999",
    "--read-only",
    "--cap-drop",
    "ALL",
    "--network",
    "none",
    "--memory",
    "256m",
  ];
  const scratch = ["/tmp", "/var/run/postgresql"].flatMap((path) => [
    "--tmpfs",
    `${path}:uid=999,gid=999,mode=0700`,
  ]);
  const environment = Object.entries(serverProcess.environment).flatMap(([key, value]) => [
    "--env",
    `${key}=${value}`,
  ]);
  const mounted = mounts.flatMap((mount) => ["--mount", mount]);
  await execa("docker", [
    ...["run", "--detach", "--name", name, "--security-opt", "no-new-privileges"],
    ...[...bounds, ...scratch, ...environment, ...mounted],
    image,
    ...serverProcess.command,
  ]);
}
