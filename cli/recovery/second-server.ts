import { Failure } from "../terminal/exit.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import type { Restoration } from "./private-server.ts";
import { asArguments } from "./private-settings.ts";
import { lastLine } from "./restore-container.ts";

/** Checks the name of a second server. @throws {Failure} when it is invalid or in use */
export async function requireFreeName(name: string, { database }: Restoration["cluster"]): Promise<void> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(name))
    throw new Failure(
      "usage",
      `'${name}' is not a container name; use lower-case letters, digits and hyphens`,
    );
  if (await containerFacts(database, name))
    throw new Failure("usage", `a container ${name} exists already; choose another name`);
}

/** Runs a restored cluster beside the live one, read-only and without a network. @returns the command that opens it */
export async function startBeside(
  { cluster, containers, folder }: Restoration,
  name: string,
): Promise<string> {
  const { server } = containers;
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
  const [program = "postgres", ...rest] = server.command;
  const run = [
    ...["run", "--detach", "--name", name, "--label", "org.tovplay.restored=true", "--user", "999:999"],
    ...["--restart", "unless-stopped", "--network", "none", "--read-only", "--cap-drop", "ALL"],
    ...["--security-opt", "no-new-privileges", "--tmpfs", "/tmp:rw,uid=999,gid=999,mode=0700"],
    ...(server.memory > 0 ? ["--memory", String(server.memory)] : []),
    ...["--shm-size", String(server.sharedMemory), "--stop-signal", "SIGINT"],
    ...[
      "--volumes-from",
      cluster.server,
      "--entrypoint",
      program,
      server.image,
      ...rest,
      ...asArguments(settings),
    ],
  ];
  const { code, stderr } = await docker(cluster.database, run);
  if (code !== 0) throw new Failure("failed", `the container ${name} does not start: ${lastLine(stderr)}`);
  return `docker exec -it ${name} psql -h /tmp -U postgres ${cluster.databaseName}`;
}
