import { basename } from "node:path";
import { poll } from "../process/poll.ts";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { type Cluster, liveFolder } from "./cluster.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import { clusterFacts, type Restoration, type RestoredFacts } from "./private-server.ts";
import { lastLine, scriptText } from "./restore-container.ts";
import type { SocketServer } from "./sql.ts";

/** Seconds to wait for the old server to stop, and for the new one to answer. */
const timeout = 120;

/** Marker file in the restored cluster, which stays until the follow-up is done. */
const markerOf = (folder: string) => `restored-${basename(folder)}`;

/** Socket of the live server. */
export function liveSocket({ database, server }: Cluster): SocketServer {
  return { machine: database, container: server, socket: "/var/run/postgresql" };
}

/**
 * Replaces the live cluster with the restored one, and waits until the server answers. The exchange is one atomic rename by a
 * process that outlives this one, and Docker restarts the server, so an interruption leaves the old or the new cluster running.
 * Puts the old cluster back when the new one does not start.
 * @param kept folder for the old cluster
 * @throws {Failure} when the new cluster does not start
 */
export async function swap(
  restoration: Restoration,
  expected: RestoredFacts,
  kept: string,
  step: StepHandle,
): Promise<void> {
  const { cluster, folder } = restoration;
  await restoration.containers.main.run(["touch", `${folder}/${markerOf(folder)}`]);
  step.detail("stopping the server");
  await exchange(restoration, kept);
  step.detail("starting the server on the restored cluster");
  if (await comesUp(cluster, expected)) return;
  const { main } = restoration.containers;
  if ((await main.run(["test", "-d", kept])).code !== 0)
    throw new Failure(
      "unhealthy",
      `${cluster.server} does not start on the restored cluster, and there is no old one to put back; read 'docker logs ${cluster.server}'`,
    );
  step.detail("putting the old cluster back");
  await exchange({ ...restoration, folder: kept }, kept);
  throw new Failure(
    "failed",
    `the server did not start on the restored cluster, so the old one is live again; the restored one is kept in ${kept}`,
  );
}

/** Stops the server and exchanges the folders. */
async function exchange({ cluster, containers, folder }: Restoration, kept: string): Promise<void> {
  const { main } = containers;
  const runs = (await containerFacts(cluster.database, cluster.server))?.status === "running";
  await main.run(["sh", "-c", "rm -f /tmp/swap.*; cat > /tmp/swap.sh"], scriptText("swap.sh"));
  const words = [liveFolder, folder, kept, String(runs ? timeout : 0), markerOf(folder)];
  const start = 'sh /tmp/swap.sh "$@" 2> /tmp/swap.error; echo $? > /tmp/swap.code';
  await docker(main.machine, ["exec", "--detach", main.name, "sh", "-c", start, "sh", ...words]);
  if (runs) await stopServer(cluster);
  const wait = `for i in $(seq ${timeout * 20}); do [ ! -s /tmp/swap.code ] || break; sleep 0.05; done; cat /tmp/swap.error >&2; exit "$(cat /tmp/swap.code)"`;
  const { code, stderr } = await main.run(["sh", "-c", wait]);
  if (code !== 0) throw new Failure("failed", `the clusters could not be exchanged: ${lastLine(stderr)}`);
}

/** Not `docker stop`: Docker restarts a server that stops by itself, even if this process dies. */
async function stopServer({ database, server }: Cluster): Promise<void> {
  const stop = [
    "exec",
    "--user",
    "999:999",
    server,
    "pg_ctl",
    "stop",
    `--pgdata=${liveFolder}`,
    "--timeout=30",
  ];
  await docker(database, [...stop, "--mode=fast"]);
  const still = await docker(database, ["exec", server, "test", "-e", `${liveFolder}/postmaster.pid`]);
  if (still.code === 0) await docker(database, [...stop, "--mode=immediate"]);
}

/** Waits until the server answers on the expected cluster. */
async function comesUp(cluster: Cluster, expected: RestoredFacts): Promise<boolean> {
  const { database, server, databaseName } = cluster;
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    await docker(database, ["start", server]);
    const facts = await clusterFacts(liveSocket(cluster), databaseName).catch(() => undefined);
    if (facts && sameCluster(facts, expected)) return true;
    // It restarted on the other cluster before the exchange, or Docker delays restarts after many failed ones.
    if (facts || attempts % 25 === 0) await docker(database, ["restart", "--time", "30", server]);
    return undefined;
  };
  return (await poll(attempt, timeout, 200)) ?? false;
}

function sameCluster(facts: RestoredFacts, expected: RestoredFacts): boolean {
  return (
    facts.systemIdentifier === expected.systemIdentifier &&
    facts.timeline === expected.timeline &&
    facts.databaseOid === expected.databaseOid
  );
}

/** Waits until Docker reports the server as healthy, if it has a health check. */
export async function awaitHealth({ database, server }: Cluster): Promise<void> {
  const format = "{{if .State.Health}}{{.State.Health.Status}}{{end}}";
  const attempt = async () => {
    const { stdout } = await docker(database, ["inspect", "--format", format, server]);
    return ["", "healthy"].includes(stdout.trim()) || undefined;
  };
  if (await poll(attempt, timeout, 500)) return;
  throw new Failure(
    "unhealthy",
    `${server} answers, but is still unhealthy after ${timeout} s; read './tovrun logs postgres'`,
  );
}
