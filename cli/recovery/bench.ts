import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { ownerLabels } from "../checkout/leftovers.ts";
import type { Finished } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { type Cluster, RECEIVED } from "./cluster.ts";
import { type ContainerFacts, containerFacts } from "./container-facts.ts";
import { docker, type Machine } from "./machine.ts";

/** A container that lives as long as a restore, with the server's image, volumes, files and networks. */
export interface Bench {
  readonly machine: Machine;
  readonly name: string;
  /** Runs a program in it; never throws for its exit code. */
  run(command: readonly string[], input?: string): Promise<Finished>;
  /** Runs one of the scripts beside this file. @throws {Failure} with its last line when it fails */
  script(name: string, ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

/** What a bench is made of. */
interface BenchArgs {
  readonly machine: Machine;
  readonly name: string;
  readonly like: ContainerFacts;
  /** Container whose volumes and files it has. */
  readonly volumesFrom?: string;
  /** The receiver, whose segments it can read. */
  readonly receiver?: ContainerFacts;
}

const OWNER = "org.tovplay.restore";
const memory = (path: string) => ["--tmpfs", `${path}:rw,uid=999,gid=999,mode=0700`];

/** Ends when it is told to, and takes in the processes that others leave behind. */
const IDLE = "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait $!; done";

/** Not its volumes as a whole: the image declares one in the place of the server's data. */
function receivedMount(receiver: ContainerFacts | undefined): string[] {
  const volume = receiver?.mounts.get(RECEIVED);
  return volume ? ["--volume", `${volume}:${RECEIVED}:ro`] : [];
}

function runArguments({ name, like, volumesFrom, receiver }: BenchArgs): string[] {
  return [
    ...["run", "--detach", "--name", name, "--label", `${OWNER}=${hostname()}`, ...ownerLabels()],
    ...["--user", "999:999", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--network", like.networks[0] ?? "none"],
    ...like.addresses.flatMap((address) => ["--add-host", address]),
    ...(like.memory > 0 ? ["--memory", String(like.memory)] : []),
    ...["--shm-size", String(like.sharedMemory)],
    ...(volumesFrom ? ["--volumes-from", volumesFrom] : []),
    ...receivedMount(receiver),
    ...[...memory("/tmp"), ...memory("/var/spool/pgbackrest")],
    ...["--entrypoint", "sh", like.image, "-c", IDLE],
  ];
}

/** Text of `scripts/NAME`. */
export function scriptText(name: string): string {
  return readFileSync(new URL(`scripts/${name}`, import.meta.url), "utf8");
}

/** Starts a bench. One that a run of this machine left behind is removed: the caller holds this machine's lock. */
async function openBench(args: BenchArgs): Promise<Bench> {
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
      throw new Failure("failed", lastLine(stderr) || `${file} ended with ${code}`, {
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
    `{{index .Config.Labels "${OWNER}"}}`,
    name,
  ]);
  if (stdout.trim() === hostname()) return;
  throw new Failure(
    "locked",
    `another restore, begun on ${stdout.trim() || "another machine"}, works in ${name} on ${machine.name}; wait for its end, or 'docker rm -f ${name}' there when it is no more`,
  );
}

/** The last line that a program printed. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** The bench of a cluster, and the one that sees what the receiver has: the same one where it is the same machine. */
export interface Benches {
  readonly server: ContainerFacts;
  readonly bench: Bench;
  /** Undefined when there is no receiver. */
  readonly receiver: Bench | undefined;
  close(): Promise<void>;
}

/** Starts what a restore works in. @throws {Failure} when the server's container does not exist, or another restore works */
export async function openBenches(cluster: Cluster, server: ContainerFacts): Promise<Benches> {
  const receiving = await containerFacts(cluster.backup, cluster.receiver);
  const together = cluster.backup === cluster.database;
  const bench = await openBench({
    machine: cluster.database,
    name: cluster.bench,
    like: server,
    volumesFrom: cluster.server,
    ...(together && receiving ? { receiver: receiving } : {}),
  });
  try {
    const receiver = together || !receiving ? undefined : await openBench(receiverBench(cluster, receiving));
    const close = async () => void (await Promise.all([bench.close(), receiver?.close()]));
    return { server, bench, receiver: together && receiving ? bench : receiver, close };
  } catch (error) {
    await bench.close();
    throw error;
  }
}

function receiverBench(cluster: Cluster, receiving: ContainerFacts): BenchArgs {
  return {
    machine: cluster.backup,
    name: cluster.bench,
    like: { ...receiving, networks: [], addresses: [] },
    receiver: receiving,
  };
}
