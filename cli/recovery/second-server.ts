import { Failure } from "../terminal/exit.ts";
import { lastLine } from "./bench.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import type { Restoration } from "./private-server.ts";

/** Checks a name for a second server. @throws {Failure} when it is none, or taken */
export async function requireFreeName(
  restorationName: string,
  { database }: Restoration["cluster"],
): Promise<void> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(restorationName))
    throw new Failure(
      "usage",
      `'${restorationName}' cannot name a container; use small letters, digits and hyphens`,
    );
  if (await containerFacts(database, restorationName))
    throw new Failure("usage", `there is a container ${restorationName} already; choose another name`);
}

/** Lets a restored cluster run beside the live one: no network, no writes. @returns the command that opens it */
export async function startBeside({ cluster, benches, folder }: Restoration, name: string): Promise<string> {
  const { server } = benches;
  const settings: Record<string, string> = {
    data_directory: folder,
    listen_addresses: "",
    unix_socket_directories: "/tmp",
    ssl: "off",
    archive_command: "",
    synchronous_standby_names: "",
    logging_collector: "off",
    log_destination: "stderr",
    default_transaction_read_only: "on",
  };
  const words = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const [program = "postgres", ...rest] = server.command;
  const run = [
    ...["run", "--detach", "--name", name, "--label", "org.tovplay.restored=true", "--user", "999:999"],
    ...["--restart", "unless-stopped", "--network", "none", "--read-only", "--cap-drop", "ALL"],
    ...["--security-opt", "no-new-privileges", "--tmpfs", "/tmp:rw,uid=999,gid=999,mode=0700"],
    ...(server.memory > 0 ? ["--memory", String(server.memory)] : []),
    ...["--shm-size", String(server.sharedMemory), "--stop-signal", "SIGINT"],
    ...["--volumes-from", cluster.server, "--entrypoint", program, server.image, ...rest, ...words],
  ];
  const { code, stderr } = await docker(cluster.database, run);
  if (code !== 0) throw new Failure("failed", `the container ${name} does not start: ${lastLine(stderr)}`);
  return `docker exec -it ${name} psql -h /tmp -U postgres ${cluster.databaseName}`;
}
