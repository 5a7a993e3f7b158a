import { randomBytes, randomUUID } from "node:crypto";
import { poll } from "../../process/poll.ts";
import { Failure } from "../../terminal/exit.ts";
import { type Cluster, data, liveFolder, receivedFolder } from "../cluster.ts";
import { docker, thisMachine } from "../machine.ts";
import { lastLine } from "../restore-container.ts";
import { liveSocket } from "../swap.ts";
import { layout, postgresImage, slotName } from "./scratch-files.ts";

/** A disposable cluster with repository and receiver, laid out like the real one. */
export interface ScratchCluster {
  cluster: Cluster;
  image: string;
  network: string;
  /** Starts the server's container and waits until it answers. */
  startServer(): Promise<void>;
  /** Simulates a host lost with its disk: kills the server, removes its volume, and creates an empty, stopped replacement. */
  loseHost(): Promise<void>;
  backup(kind: "full" | "incr"): Promise<void>;
  remove(): Promise<void>;
}

/** Label of everything a drill creates. */
const label = "org.tovplay.drill=true";

async function must(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await docker(thisMachine, args, input);
  if (code === 0) return stdout;
  throw new Failure("failed", `docker ${args[0]} failed in the drill: ${lastLine(stderr)}`);
}

const tmpfs = (path: string) => ["--tmpfs", `${path}:rw,uid=999,gid=999,mode=0700`];

/** Names of the parts of a scratch cluster. */
export function scratchParts(name: string): Cluster {
  return {
    database: thisMachine,
    backup: thisMachine,
    server: `${name}-postgres`,
    receiver: `${name}-wal-receiver`,
    service: `${name}-backup`,
    restoreContainer: `${name}-restore`,
    stanza: "tovplay",
    databaseName: "TovPlay",
    slot: slotName,
  };
}

/** Creates a scratch cluster. Call `remove` in a `finally`. @param synchronous whether commits wait for the receiver */
export async function makeScratchCluster(prefix: string, synchronous: boolean): Promise<ScratchCluster> {
  const name = `${prefix}-${randomUUID().slice(0, 8)}`;
  const image = postgresImage();
  const cluster = scratchParts(name);
  const parts = { name, image, cluster };
  const remove = () => removeAll(parts);
  try {
    await must(["network", "create", "--label", label, name]);
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
    await initialise(parts);
    return { cluster, image, network: name, remove, ...actions(parts) };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Parts {
  name: string;
  image: string;
  cluster: Cluster;
}

const volumeNames = ["data", "socket", "log", "repository", "settings", "backrest", "received"] as const;

function volumes(name: string, received: boolean): string[] {
  const mounts = [
    [`${name}-data`, data],
    [`${name}-socket`, "/var/run/postgresql"],
    [`${name}-log`, "/var/log/postgresql"],
    [`${name}-repository`, "/var/lib/pgbackrest"],
    ...(received ? [[`${name}-received`, receivedFolder]] : []),
  ];
  return mounts.flatMap((pair) => ["--volume", pair.join(":")]);
}

function serverArguments({ name, image, cluster }: Parts, verb: "run" | "create"): string[] {
  return [
    ...[verb, ...(verb === "run" ? ["--detach"] : []), "--name", cluster.server, "--label", label],
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
    ...["--env", `PGDATA=${liveFolder}`, "--memory", "512m", "--shm-size", "128m", "--stop-signal", "SIGINT"],
    ...[...tmpfs("/tmp"), ...tmpfs("/var/spool/pgbackrest"), ...volumes(name, false)],
    ...["--volume", `${name}-settings:/etc/postgresql:ro`, "--volume", `${name}-backrest:/etc/pgbackrest:ro`],
    ...[image, "postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"],
  ];
}

function receiverArguments({ name, image, cluster }: Parts): string[] {
  const receive = ["pg_receivewal", `--directory=${receivedFolder}`, `--slot=${slotName}`, "--synchronous"];
  const from = `--dbname=host=${cluster.server} user=postgres application_name=${slotName}`;
  return [
    ...["run", "--detach", "--name", cluster.receiver, "--label", label, "--restart", "unless-stopped"],
    ...["--user", "999:999", "--network", name, "--read-only", "--cap-drop", "ALL"],
    ...[
      "--volume",
      `${name}-received:${receivedFolder}`,
      "--stop-signal",
      "SIGINT",
      "--entrypoint",
      receive[0] ?? "",
    ],
    ...[image, ...receive.slice(1), "--status-interval=1", from],
  ];
}

const inServer = ({ server }: Cluster, ...command: string[]) => ["exec", "--interactive", server, ...command];

const startSeconds = 120;

async function awaitAnswer({ cluster }: Parts): Promise<void> {
  const ready = ["pg_isready", "--quiet", "--host", liveSocket(cluster).socket];
  const answered = await poll(
    async () => (await docker(thisMachine, inServer(cluster, ...ready))).code === 0 || undefined,
    startSeconds,
  );
  if (answered) return;
  throw new Failure(
    "failed",
    `the drill's server ${cluster.server} did not answer within ${startSeconds} s; read 'docker logs ${cluster.server}'`,
  );
}

async function initialise(parts: Parts): Promise<void> {
  const { cluster } = parts;
  await awaitAnswer(parts);
  const sql = `SET synchronous_commit = local;
SELECT pg_create_physical_replication_slot('${slotName}', true);
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
      await awaitAnswer(parts);
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

async function removeAll({ name, cluster }: Parts): Promise<void> {
  const { server, receiver, restoreContainer } = cluster;
  await docker(thisMachine, [
    "rm",
    "--force",
    "--volumes",
    server,
    receiver,
    restoreContainer,
    `${name}-writer`,
  ]);
  await docker(thisMachine, ["volume", "rm", "--force", ...volumeNames.map((volume) => `${name}-${volume}`)]);
  await docker(thisMachine, ["network", "rm", name]);
}
