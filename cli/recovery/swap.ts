import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { lastLine, scriptText } from "./bench.ts";
import { type Cluster, LIVE } from "./cluster.ts";
import { containerFacts } from "./container-facts.ts";
import { docker } from "./machine.ts";
import { clusterFacts, type Restoration, type RestoredFacts } from "./private-server.ts";
import type { SocketServer } from "./sql.ts";

/** Seconds to wait for the old server to end, and for the new one to answer. */
const PATIENCE = 120;

/** File by which the restored cluster of that folder is known among two; it stays until all around it began anew. */
const markOf = (folder: string) => `restored-${basename(folder)}`;

/** Where the live server answers. */
export function liveSocket({ database, server }: Cluster): SocketServer {
  return { machine: database, container: server, socket: "/var/run/postgresql" };
}

/**
 * Puts the restored cluster in the live one's place, and waits until the server answers on it. The exchange itself is one call of
 * the file system, made by a process that outlives this one, and Docker starts the server again: cut off at any moment, the old
 * or the new cluster runs. When the new one does not come up, the old one is put back.
 * @param kept folder for the old cluster
 * @throws {Failure} when the old cluster runs again
 */
export async function swap(
  restoration: Restoration,
  expected: RestoredFacts,
  kept: string,
  step: StepHandle,
): Promise<void> {
  const { cluster, folder } = restoration;
  await restoration.benches.bench.run(["touch", `${folder}/${markOf(folder)}`]);
  step.detail("the server ends");
  await exchange(restoration, kept);
  step.detail("the server starts on the restored cluster");
  if (await comesUp(cluster, expected)) return;
  const { bench } = restoration.benches;
  if ((await bench.run(["test", "-d", kept])).code !== 0)
    throw new Failure(
      "unhealthy",
      `${cluster.server} does not come up on the restored cluster, and there was no other one; 'docker logs ${cluster.server}' tells why`,
    );
  step.detail("the old cluster is put back");
  await exchange({ ...restoration, folder: kept }, kept);
  throw new Failure(
    "failed",
    `the server did not come up on the restored cluster, so the old one is live again; the restored one is kept as ${kept}`,
  );
}

/** Ends the server, exchanges the folders, and has it started again. */
async function exchange({ cluster, benches, folder }: Restoration, kept: string): Promise<void> {
  const { bench } = benches;
  const runs = (await containerFacts(cluster.database, cluster.server))?.status === "running";
  await bench.run(["sh", "-c", "rm -f /tmp/swap.*; cat > /tmp/swap.sh"], scriptText("swap.sh"));
  const words = [LIVE, folder, kept, String(runs ? PATIENCE : 0), markOf(folder)];
  const start = 'sh /tmp/swap.sh "$@" 2> /tmp/swap.error; echo $? > /tmp/swap.code';
  await docker(bench.machine, ["exec", "--detach", bench.name, "sh", "-c", start, "sh", ...words]);
  if (runs) await endServer(cluster);
  const wait = `for i in $(seq ${PATIENCE * 20}); do [ ! -s /tmp/swap.code ] || break; sleep 0.05; done; cat /tmp/swap.error >&2; exit "$(cat /tmp/swap.code)"`;
  const { code, stderr } = await bench.run(["sh", "-c", wait]);
  if (code !== 0) throw new Failure("failed", `the live cluster was not exchanged: ${lastLine(stderr)}`);
}

/** Not `docker stop`: a server that ends by itself is started again by Docker, whatever becomes of this process. */
async function endServer({ database, server }: Cluster): Promise<void> {
  const stop = ["exec", "--user", "999:999", server, "pg_ctl", "stop", `--pgdata=${LIVE}`, "--timeout=30"];
  await docker(database, [...stop, "--mode=fast"]);
  const still = await docker(database, ["exec", server, "test", "-e", `${LIVE}/postmaster.pid`]);
  if (still.code === 0) await docker(database, [...stop, "--mode=immediate"]);
}

/** Waits until the server answers on the cluster that is expected, and Docker finds it healthy where it looks. */
async function comesUp(cluster: Cluster, expected: RestoredFacts): Promise<boolean> {
  const { database, server, databaseName } = cluster;
  const end = Date.now() + PATIENCE * 1000;
  for (let attempt = 1; Date.now() < end; attempt++) {
    await docker(database, ["start", server]);
    const facts = await clusterFacts(liveSocket(cluster), databaseName).catch(() => undefined);
    if (facts && sameCluster(facts, expected)) return true;
    // It answers on the other one: it came back before the exchange. Or Docker takes its time after many failed starts.
    if (facts || attempt % 25 === 0) await docker(database, ["restart", "--time", "30", server]);
    await sleep(200);
  }
  return false;
}

function sameCluster(facts: RestoredFacts, expected: RestoredFacts): boolean {
  return (
    facts.systemIdentifier === expected.systemIdentifier &&
    facts.timeline === expected.timeline &&
    facts.databaseOid === expected.databaseOid
  );
}

/** Waits until Docker calls the server healthy, where it looks at all. */
export async function awaitHealth({ database, server }: Cluster): Promise<void> {
  for (let attempt = 0; attempt < PATIENCE * 2; attempt++) {
    const format = "{{if .State.Health}}{{.State.Health.Status}}{{end}}";
    const { stdout } = await docker(database, ["inspect", "--format", format, server]);
    if (["", "healthy"].includes(stdout.trim())) return;
    await sleep(500);
  }
  throw new Failure(
    "unhealthy",
    `${server} answers, but does not become healthy; './tovrun logs postgres' tells`,
  );
}
