import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir, loadavg } from "node:os";
import { execa } from "execa";
import { builtTarget } from "../attack/built-cluster.ts";
import { type Cluster, place, startCluster } from "../attack/cluster.ts";
import { percentile } from "./percentile.ts";

/** One run of pgbench. */
interface Run {
  tps: number;
  /** Transactions that failed, and clients that gave up. */
  errors: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** How pgbench is run: its clients, where they connect, and transactions a second; without a rate, as many as possible. */
interface Load {
  clients: number;
  host: string;
  port: number;
  work: "select-only" | "simple-update";
  rate?: number;
}

/**
 * 1,000 clients over the pooler's 25 server connections, compared with the same work over 25 direct connections, at full speed and
 * at a rate that both can sustain. The data is in memory, so that no disk hides the pooler's cost.
 * @param seconds duration of each run
 */
export async function poolerLoad(seconds = 60, rate = 500): Promise<string[]> {
  const images = JSON.parse(readFileSync(`${homedir()}/.local/state/tovplay/images.json`, "utf8"));
  const target = builtTarget(images);
  const cluster = await startCluster(target);
  const client = `${cluster.network}-client`;
  try {
    await fill(cluster);
    await startClient(client, cluster.network, images.postgres, target.passwords.get("tovplay_app") ?? "");
    const lines: string[] = [];
    for (const work of ["select-only", "simple-update"] as const) {
      for (const limit of [undefined, rate]) {
        const both = { work, ...(limit ? { rate: limit } : {}) };
        const direct = await pgbench(
          client,
          { ...both, clients: 25, host: cluster.server, port: 5432 },
          seconds,
        );
        const pooled = await pgbench(
          client,
          { ...both, clients: 1000, host: cluster.pooler, port: 6432 },
          seconds,
        );
        lines.push(
          ...compared(`${work}, ${limit ? `${limit} a second` : "as many as possible"}`, direct, pooled),
        );
      }
    }
    return lines;
  } finally {
    await execa("docker", ["rm", "--force", client], { reject: false });
    await cluster.stop();
  }
}

async function fill(cluster: Cluster): Promise<void> {
  const options = [
    "--initialize",
    "--scale=10",
    "--quiet",
    "--host=/var/run/postgresql",
    "--username=postgres",
  ];
  // Its ALTER TABLE would need a change window otherwise.
  const unwatched = ["--env", "PGOPTIONS=-c event_triggers=off"];
  const server = ["--user", "999", cluster.server];
  await execa("docker", ["exec", ...unwatched, ...server, "pgbench", ...options, "TovPlay"]);
  const tables = "pgbench_accounts, pgbench_branches, pgbench_tellers, pgbench_history";
  await cluster.superuser.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${tables} TO tovplay_app`);
  // Enough for the pooler's connections as well, which stay open while the direct ones are measured.
  await cluster.superuser.query("ALTER ROLE tovplay_app CONNECTION LIMIT 60");
}

async function startClient(name: string, network: string, image: string, password: string): Promise<void> {
  const settings = [
    "--ulimit",
    "nofile=4096",
    "--env",
    "PGPASSFILE=/etc/postgresql/pgpass",
    "--entrypoint",
    "sleep",
  ];
  await execa("docker", [
    "create",
    "--name",
    name,
    "--network",
    network,
    "--user",
    "999",
    ...settings,
    image,
    "infinity",
  ]);
  await place(name, "/etc/postgresql", 999, { pgpass: `*:*:*:tovplay_app:${password}\n` });
  await execa("docker", ["start", name]);
}

async function pgbench(container: string, load: Load, seconds: number): Promise<Run> {
  const folder = `/tmp/${randomUUID()}`;
  const to = [`--host=${load.host}`, `--port=${load.port}`, "--username=tovplay_app"];
  const how = [
    `--client=${load.clients}`,
    "--jobs=2",
    `--time=${seconds}`,
    "--protocol=extended",
    "--no-vacuum",
  ];
  const rate = load.rate ? [`--rate=${load.rate}`] : ["--sampling-rate=0.1"];
  const log = ["--log", `--log-prefix=${folder}/log`, `--builtin=${load.work}`];
  const inside = (...command: string[]) =>
    execa("docker", ["exec", container, ...command], { reject: false });
  await inside("mkdir", folder);
  const { stdout, stderr, exitCode } = await inside("pgbench", ...to, ...how, ...rate, ...log, "TovPlay");
  const aborted = stderr.match(/client \d+ aborted/g)?.length ?? 0;
  const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? Number.NaN);
  const tps = Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
  if (exitCode !== 0 && aborted === 0) throw new Error(`pgbench did not run: ${stderr.slice(-500)}`);
  const { stdout: latencies } = await execa(
    "docker",
    ["exec", container, "sh", "-c", `cut -d' ' -f3 ${folder}/log*; rm -r ${folder}`],
    { maxBuffer: 1e9 },
  );
  const milliseconds = latencies.split("\n").map((text) => Number(text) / 1000);
  return {
    tps,
    errors: failed + aborted,
    p50: percentile(milliseconds, 50),
    p99: percentile(milliseconds, 99),
  };
}

function compared(what: string, direct: Run, pooled: Run): string[] {
  const row = (name: string, { tps, errors, p50, p99 }: Run) =>
    `  ${name.padEnd(28)} ${tps.toFixed(0).padStart(7)} tps   p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms   ${errors} errors`;
  const load = loadavg()[0]?.toFixed(1);
  return [
    `${what} (load average ${load})`,
    row("25 direct connections", direct),
    row("1,000 clients, pooler, 25", pooled),
    `  ratio ${(pooled.tps / direct.tps).toFixed(2)} of the direct rate, p99 added ${(pooled.p99 - direct.p99).toFixed(2)} ms`,
  ];
}
