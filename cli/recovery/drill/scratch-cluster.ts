import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../terminal/exit.ts";
import { lastLine } from "../bench.ts";
import { type Cluster, DATA, LIVE, RECEIVED } from "../cluster.ts";
import { docker, thisMachine } from "../machine.ts";
import { liveSocket } from "../swap.ts";
import { layout, postgresImage, SLOT } from "./scratch-files.ts";

/** A cluster of its own, with repository and receiver, in the layout of the real one, that a drill may destroy. */
export interface ScratchCluster {
  readonly cluster: Cluster;
  readonly image: string;
  readonly network: string;
  /** Starts the server's container on whatever its volume holds. */
  startServer(): Promise<void>;
  /** Kills the server with SIGKILL and removes its volume: a host lost with its disk. What takes its place is empty and stopped. */
  loseHost(): Promise<void>;
  /** Makes a backup. @param kind full or incremental */
  backup(kind: "full" | "incr"): Promise<void>;
  remove(): Promise<void>;
}

/** Label of everything that belongs to drills. */
const LABEL = "org.tovplay.drill=true";

async function must(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await docker(thisMachine, args, input);
  if (code === 0) return stdout;
  throw new Failure("failed", `docker ${args[0]} failed in the drill: ${lastLine(stderr)}`);
}

const tmpfs = (path: string) => ["--tmpfs", `${path}:rw,uid=999,gid=999,mode=0700`];

/** The parts of the scratch cluster `name`. */
export function scratchParts(name: string): Cluster {
  return {
    database: thisMachine,
    backup: thisMachine,
    server: `${name}-postgres`,
    receiver: `${name}-wal-receiver`,
    service: `${name}-backup`,
    bench: `${name}-restore`,
    stanza: "tovplay",
    databaseName: "TovPlay",
    slot: SLOT,
  };
}

/** Builds the set. Call `remove` in a `finally`. @param synchronous a commit waits for the receiver */
export async function makeScratchCluster(prefix: string, synchronous: boolean): Promise<ScratchCluster> {
  const name = `${prefix}-${randomUUID().slice(0, 8)}`;
  const image = postgresImage();
  const cluster = scratchParts(name);
  const parts = { name, image, cluster };
  const remove = () => removeSet(parts);
  try {
    await must(["network", "create", "--label", LABEL, name]);
    const root = [
      "run",
      "--rm",
      "--interactive",
      "--user",
      "0:0",
      "--network",
      "none",
      ...volumes(name, true),
    ];
    const script = layout(randomBytes(24).toString("hex"), synchronous);
    const files = [
      "--volume",
      `${name}-settings:/c/postgresql`,
      "--volume",
      `${name}-backrest:/c/pgbackrest`,
    ];
    await must([...root, ...files, "--entrypoint", "sh", image, "-s"], script);
    await must(serverArguments(parts, "run"));
    await firstSteps(parts);
    return { cluster, image, network: name, remove, ...actions(parts) };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Parts {
  readonly name: string;
  readonly image: string;
  readonly cluster: Cluster;
}

const VOLUMES = ["data", "socket", "log", "repository", "settings", "backrest", "received"] as const;

function volumes(name: string, received: boolean): string[] {
  const mounts = [
    [`${name}-data`, DATA],
    [`${name}-socket`, "/var/run/postgresql"],
    [`${name}-log`, "/var/log/postgresql"],
    [`${name}-repository`, "/var/lib/pgbackrest"],
    ...(received ? [[`${name}-received`, RECEIVED]] : []),
  ];
  return mounts.flatMap((pair) => ["--volume", pair.join(":")]);
}

function serverArguments({ name, image, cluster }: Parts, verb: "run" | "create"): string[] {
  return [
    ...[verb, ...(verb === "run" ? ["--detach"] : []), "--name", cluster.server, "--label", LABEL],
    ...[
      "--restart",
      "unless-stopped",
      "--user",
      "999:999",
      "--network",
      name,
      "--read-only",
      "--cap-drop",
      "ALL",
    ],
    ...["--env", `PGDATA=${LIVE}`, "--memory", "512m", "--shm-size", "128m", "--stop-signal", "SIGINT"],
    ...[...tmpfs("/tmp"), ...tmpfs("/var/spool/pgbackrest"), ...volumes(name, false)],
    ...["--volume", `${name}-settings:/etc/postgresql:ro`, "--volume", `${name}-backrest:/etc/pgbackrest:ro`],
    ...[image, "postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"],
  ];
}

function receiverArguments({ name, image, cluster }: Parts): string[] {
  const receive = ["pg_receivewal", `--directory=${RECEIVED}`, `--slot=${SLOT}`, "--synchronous"];
  const from = `--dbname=host=${cluster.server} user=postgres application_name=${SLOT}`;
  return [
    ...["run", "--detach", "--name", cluster.receiver, "--label", LABEL, "--restart", "unless-stopped"],
    ...["--user", "999:999", "--network", name, "--read-only", "--cap-drop", "ALL"],
    ...[
      "--volume",
      `${name}-received:${RECEIVED}`,
      "--stop-signal",
      "SIGINT",
      "--entrypoint",
      receive[0] ?? "",
    ],
    ...[image, ...receive.slice(1), "--status-interval=1", from],
  ];
}

const inServer = ({ server }: Cluster, ...command: string[]) => ["exec", "--interactive", server, ...command];

async function answers({ cluster }: Parts): Promise<void> {
  const ready = ["pg_isready", "--quiet", "--host", liveSocket(cluster).socket];
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await docker(thisMachine, inServer(cluster, ...ready))).code === 0) return;
    await sleep(100);
  }
  throw new Failure(
    "failed",
    `the drill's server ${cluster.server} does not answer; 'docker logs' tells why`,
  );
}

async function firstSteps(parts: Parts): Promise<void> {
  const { cluster } = parts;
  await answers(parts);
  const sql = `SET synchronous_commit = local;
SELECT pg_create_physical_replication_slot('${SLOT}', true);
CREATE DATABASE "${cluster.databaseName}" IS_TEMPLATE true;
\\connect "${cluster.databaseName}"
SET synchronous_commit = local;
CREATE TABLE "Game" (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), name text NOT NULL);
`;
  await must(inServer(cluster, "pgbackrest", "--stanza=tovplay", "stanza-create"));
  await must(inServer(cluster, "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"), sql);
  await must(receiverArguments(parts));
  await must(inServer(cluster, "pgbackrest", "--stanza=tovplay", "--type=full", "backup"));
}

function actions(parts: Parts): Pick<ScratchCluster, "startServer" | "loseHost" | "backup"> {
  const { name, cluster } = parts;
  return {
    startServer: async () => {
      await must(["start", cluster.server]);
      await answers(parts);
    },
    async loseHost() {
      await must(["rm", "--force", cluster.server]);
      await must(["volume", "rm", `${name}-data`]);
      await must(serverArguments(parts, "create"));
    },
    backup: async (kind) =>
      void (await must(inServer(cluster, "pgbackrest", "--stanza=tovplay", `--type=${kind}`, "backup"))),
  };
}

async function removeSet({ name, cluster }: Parts): Promise<void> {
  const { server, receiver, bench } = cluster;
  await docker(thisMachine, ["rm", "--force", "--volumes", server, receiver, bench, `${name}-writer`]);
  await docker(thisMachine, ["volume", "rm", "--force", ...VOLUMES.map((volume) => `${name}-${volume}`)]);
  await docker(thisMachine, ["network", "rm", name]);
}
