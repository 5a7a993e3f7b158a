import { Readable } from "node:stream";
import { execa } from "execa";
import { extract } from "tar-stream";
import { credentials } from "../stack/database.ts";
import { place, type Target } from "./cluster.ts";

const server = "tovplay-postgres";
const pooler = "tovplay-pgbouncer";
const port = 5432;

/** A copy of the running local stack's cluster, with the same roles, grants and files, made by a base backup. */
export async function stackTarget(): Promise<Target> {
  const known = await credentials();
  const password = known.tovplay_backup?.password;
  if (!password)
    throw new Error("the local stack has no password for tovplay_backup; start it with './tovrun up'");
  const [postgres, pgbouncer] = await Promise.all([server, pooler].map(imageOf));
  return {
    images: { postgres: postgres ?? "", pgbouncer: pgbouncer ?? "" },
    passwords: new Map(Object.entries(known).map(([role, login]) => [role, login.password])),
    serverFiles: await filesOf(server, "/etc/postgresql"),
    poolerFiles: await filesOf(pooler, "/etc/pgbouncer"),
    settings: [],
    prepare: [],
    fill: (container) => copyCluster(container, password),
  };
}

async function imageOf(container: string): Promise<string> {
  return (await execa("docker", ["inspect", "--format", "{{.Image}}", container])).stdout;
}

/** Content of the files in a container's directory, by relative path. */
async function filesOf(container: string, directory: string): Promise<Record<string, string>> {
  const { stdout } = await execa("docker", ["cp", "--follow-link", `${container}:${directory}`, "-"], {
    encoding: "buffer",
  });
  const files: Record<string, string> = {};
  const entries = Readable.from([stdout]).pipe(extract());
  for await (const entry of entries) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    const path = entry.header.name.split("/").slice(1).join("/");
    if (entry.header.type === "file") files[path] = Buffer.concat(parts).toString("utf8");
  }
  return files;
}

/** Copies the cluster as `tovplay_backup` over the stack's network, which the copy leaves afterwards. */
async function copyCluster(container: string, password: string): Promise<void> {
  const { stdout } = await execa("docker", [
    "inspect",
    "--format",
    "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}",
    server,
  ]);
  const network = stdout.trim().split(" ")[0] ?? "";
  await place(container, "/etc/postgresql", 999, { "copy.pgpass": `*:*:*:*:${password}\n` });
  const address = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
  const { stdout: host } = await execa("docker", ["inspect", "--format", address, server]);
  await execa("docker", ["network", "connect", network, container]);
  try {
    const login = [`--host=${host}`, `--port=${port}`, "--username=tovplay_backup", "--no-password"];
    const environment = [
      "--env",
      "PGPASSFILE=/etc/postgresql/copy.pgpass",
      "--env",
      "PGAPPNAME=attack-matrix",
    ];
    const how = ["--wal-method=stream", "--checkpoint=fast"];
    const command = `exec pg_basebackup --pgdata="$PGDATA" "$@"`;
    await execa("docker", [
      "exec",
      "--user",
      "999",
      ...environment,
      container,
      "sh",
      "-c",
      command,
      "sh",
      ...login,
      ...how,
    ]);
  } finally {
    await execa("docker", ["network", "disconnect", network, container]);
    await execa("docker", ["exec", "--user", "0", container, "rm", "-f", "/etc/postgresql/copy.pgpass"]);
  }
}
