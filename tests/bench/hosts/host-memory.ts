import { logStoreKinds } from "../../../infra/monitoring/log-store-kinds.ts";
import { hostNamed } from "../../../lab/hosts.ts";
import { type Link, linkTo } from "./link.ts";

/** Containers on production besides the application and Prometheus. */
const budgeted = ["pgbouncer", ...logStoreKinds, "collector", "alertmanager"].map(
  (name) => `tovplay-${name}`,
);

interface Row {
  name: string;
  /** MiB: proportional set size of the processes, which divides shared pages among those that share them. */
  used: number;
  /** MiB. */
  limit: number;
}

/**
 * Memory that lab-production uses at rest, with the containers' limits. It is read from the processes: a test host is itself
 * a container, and its engine does not see what the kernel accounts to the containers inside it.
 */
export async function hostMemory(): Promise<string[]> {
  const link = await linkTo(hostNamed("production"));
  try {
    const containers = await containerRows(link);
    const nginx = (await link.run(`pids=$(pgrep -x nginx); ${sumOfPids}`)).trim();
    const four = containers.filter(({ name }) => budgeted.includes(name));
    const others = [
      { name: "nginx on the host", used: Number(nginx), limit: 0 },
      sum("pooler, log store, collector, Alertmanager (864)", four),
      sum("all containers (4096)", containers),
    ];
    return [...containers.sort((a, b) => b.used - a.used), ...others].map(line);
  } finally {
    await link.close();
  }
}

const sumOfPids =
  "for pid in $pids; do cat /proc/$pid/smaps_rollup; done | awk '/^Pss:/ { sum += $2 } END { print sum / 1024 }'";

async function containerRows(link: Link): Promise<Row[]> {
  const script = `for name in $(docker ps --filter name=^tovplay- --format '{{.Names}}'); do
  pids=$(docker top $name -o pid | tail -n +2)
  echo "$name $(docker inspect -f '{{.HostConfig.Memory}}' $name) $(${sumOfPids})"
done`;
  return (await link.run(script)).split("\n").map((text) => {
    const [name = "", limit, used] = text.split(" ");
    return { name, used: Number(used), limit: Number(limit) / 2 ** 20 };
  });
}

function sum(name: string, rows: readonly Row[]): Row {
  const of = (key: "used" | "limit") => rows.reduce((total, row) => total + row[key], 0);
  return { name, used: of("used"), limit: of("limit") };
}

function line({ name, used, limit }: Row): string {
  return `${name.padEnd(44)} ${used.toFixed(1).padStart(6)} MiB${limit ? ` of ${limit.toFixed(0)}` : ""}`;
}
