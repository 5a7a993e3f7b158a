import { execa } from "execa";
import { buildImage } from "../../../app/image-build.ts";
import { imageInputs } from "../../../app/image-inputs.ts";
import {
  configurationFile,
  pgBackRestConfiguration,
  storeAuthorityFile,
} from "../../../infra/backup/pgbackrest.ts";
import { serverFiles } from "../../../infra/database/server/files.ts";
import { hbaFile } from "../../../infra/database/server/hba.ts";
import { serverProcess } from "../../../infra/database/server/postgres-server.ts";
import { script } from "../../../infra/host/script.ts";
import { localShell } from "../../../provider/local-shell.ts";
import { baseImage } from "../testing/images.ts";
import type { SecondRepository } from "./second-repository.ts";

const stanza = "tovplay";

const bounds = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

/** What both containers are made from. */
interface Parts {
  /** Their names begin with it. */
  name: string;
  /** Holds the files that are mounted. */
  folder: string;
  second: SecondRepository | undefined;
  /** More options of `docker run` for both. */
  options: string[];
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

/** Starts the archiving server, without waiting for it. */
export async function startServer({ name, folder, second, options }: Parts): Promise<void> {
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
      ...options,
      ...mounted(name, targets),
      ...(await placed(`${folder}/server`, files)),
    ],
    await baseImage("postgres", "postgres:17"),
    ...serverProcess.command,
  ]);
}

/** Starts the backup service in place of a running one. */
export async function startService(
  { name, folder, second, options }: Parts,
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
    ...["run", "--detach", "--name", `${name}-service`, "--memory", "512m", ...bounds, ...memory, ...options],
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
    await localShell.run(script("host/place-file"), { environment, stdin: String(content) });
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
