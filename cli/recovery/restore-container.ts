import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { ownerLabels } from "../checkout/leftovers.ts";
import type { Finished } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { type Cluster, receivedFolder } from "./cluster.ts";
import { type ContainerFacts, containerFacts } from "./container-facts.ts";
import { docker, type Machine } from "./machine.ts";

/** A container for the duration of a restore, with the server's image, volumes, files and networks. */
export interface RestoreContainer {
  machine: Machine;
  name: string;
  /** Runs a program in it; never throws for its exit code. */
  run(command: readonly string[], input?: string): Promise<Finished>;
  /** Runs a script from `scripts/`. @throws {Failure} with its last line when it fails */
  script(name: string, ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

interface ContainerOptions {
  machine: Machine;
  name: string;
  /** Container whose image, networks and limits it gets. */
  like: ContainerFacts;
  /** Container whose volumes it mounts. */
  volumesFrom?: string;
  /** The receiver whose segments it mounts. */
  receiver?: ContainerFacts;
}

const restoreLabel = "org.tovplay.restore";
const memory = (path: string) => ["--tmpfs", `${path}:rw,uid=999,gid=999,mode=0700`];

/** Exits on a signal, and reaps orphaned processes. */
const idle = "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait $!; done";

/** Only the segments: with all its volumes, the one that the image declares would hide the server's data. */
function receivedMount(receiver: ContainerFacts | undefined): string[] {
  const volume = receiver?.mounts.get(receivedFolder);
  return volume ? ["--volume", `${volume}:${receivedFolder}:ro`] : [];
}

function runArguments({ name, like, volumesFrom, receiver }: ContainerOptions): string[] {
  return [
    ...["run", "--detach", "--name", name, "--label", `${restoreLabel}=${hostname()}`, ...ownerLabels()],
    ...["--user", "999:999", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--network", like.networks[0] ?? "none"],
    ...like.addresses.flatMap((address) => ["--add-host", address]),
    ...(like.memory > 0 ? ["--memory", String(like.memory)] : []),
    ...["--shm-size", String(like.sharedMemory)],
    ...(volumesFrom ? ["--volumes-from", volumesFrom] : []),
    ...receivedMount(receiver),
    ...[...memory("/tmp"), ...memory("/var/spool/pgbackrest")],
    ...["--entrypoint", "sh", like.image, "-c", idle],
  ];
}

/** Text of `scripts/NAME`. */
export function scriptText(name: string): string {
  return readFileSync(new URL(`scripts/${name}`, import.meta.url), "utf8");
}

/** Starts a restore container. Replaces one that an earlier run of this machine left behind: the caller holds the machine's lock. */
async function openContainer(args: ContainerOptions): Promise<RestoreContainer> {
  const { machine, name, like } = args;
  const remove = () => docker(machine, ["rm", "--force", "--volumes", name]);
  let started = await docker(machine, runArguments(args));
  if (started.code !== 0 && /already in use/.test(started.stderr)) {
    await requireOwn(machine, name);
    await remove();
    started = await docker(machine, runArguments(args));
  }
  if (started.code !== 0) {
    await remove();
    throw new Failure("failed", `the container ${name} does not start: ${lastLine(started.stderr)}`);
  }
  for (const network of like.networks.slice(1)) await docker(machine, ["network", "connect", network, name]);
  const run = (command: readonly string[], input?: string) =>
    docker(machine, ["exec", "--interactive", name, ...command], input);
  return {
    machine,
    name,
    run,
    async script(file, ...words) {
      const { code, stdout, stderr } = await run(["sh", "-s", "--", ...words], scriptText(file));
      if (code === 0) return stdout;
      throw new Failure("failed", lastLine(stderr) || `${file} exited with code ${code}`, {
        detail: stderr.trim().split("\n").slice(-8, -1),
      });
    },
    close: async () => void (await remove()),
  };
}

async function requireOwn(machine: Machine, name: string): Promise<void> {
  const { stdout } = await docker(machine, [
    "inspect",
    "--format",
    `{{index .Config.Labels "${restoreLabel}"}}`,
    name,
  ]);
  if (stdout.trim() === hostname()) return;
  throw new Failure(
    "locked",
    `a restore from ${stdout.trim() || "another machine"} is running in ${name} on ${machine.name}; wait for it, or run 'docker rm -f ${name}' there if it is dead`,
  );
}

/** The last line that a program printed. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** The restore containers of a cluster. */
export interface RestoreContainers {
  server: ContainerFacts;
  /** The one with the server's volumes. */
  main: RestoreContainer;
  /** The one with the receiver's segments: the same one on the same machine; undefined when there is no receiver. */
  receiver: RestoreContainer | undefined;
  close(): Promise<void>;
}

/** Starts the restore containers. @throws {Failure} when another restore is running */
export async function openRestoreContainers(
  cluster: Cluster,
  server: ContainerFacts,
): Promise<RestoreContainers> {
  const receiving = await containerFacts(cluster.backup, cluster.receiver);
  const together = cluster.backup === cluster.database;
  const main = await openContainer({
    machine: cluster.database,
    name: cluster.restoreContainer,
    like: server,
    volumesFrom: cluster.server,
    ...(together && receiving ? { receiver: receiving } : {}),
  });
  try {
    const receiver =
      together || !receiving ? undefined : await openContainer(receiverOptions(cluster, receiving));
    const close = async () => void (await Promise.all([main.close(), receiver?.close()]));
    return { server, main, receiver: together && receiving ? main : receiver, close };
  } catch (error) {
    await main.close();
    throw error;
  }
}

function receiverOptions(cluster: Cluster, receiving: ContainerFacts): ContainerOptions {
  return {
    machine: cluster.backup,
    name: cluster.restoreContainer,
    like: { ...receiving, networks: [], addresses: [] },
    receiver: receiving,
  };
}
