import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { execa } from "execa";
import { inCheckout } from "../../../paths.ts";
import { builtTarget } from "../../attack/built-cluster.ts";
import { startCluster } from "../../attack/cluster.ts";
import { freePort } from "../../conformance/testing/free-port.ts";
import { baseImage } from "../../conformance/testing/images.ts";
import { until } from "../../conformance/testing/until.ts";
import { buildBackend, startBackend } from "../backend-process.ts";
import { pythonWith } from "../python.ts";
import { startNginx } from "./nginx.ts";
import { recordCases } from "./record.ts";

/** Requests at once, from clients that each wait for their answer. */
const connections = 20;

/** A server under load. */
interface Contender {
  name: string;
  /** Port behind nginx. */
  port: number;
  stop: () => Promise<void>;
}

/** What one run of one case measured. */
interface Run {
  perSecond: number;
  /** Milliseconds. */
  p95: number;
  failed: number;
}

/**
 * Three routes through nginx, backend, PgBouncer and PostgreSQL, beside the same statements sent by the bare driver, a bare Fastify
 * and Flask with SQLAlchemy, in turn.
 * @param rows requests to play in the database
 */
export async function measureLoad(rows = 1_000_000, rounds = 3, seconds = 8): Promise<string[]> {
  const images = {
    postgres: await baseImage("postgres", "postgres:17"),
    pgbouncer: await baseImage("pgbouncer", "pgbouncer"),
  };
  const target = builtTarget(images);
  const cluster = await startCluster(target);
  const folder = mkdtempSync(join(tmpdir(), "tovplay-load-"));
  const ends: (() => Promise<unknown>)[] = [
    () => cluster.stop(),
    async () => rmSync(folder, { recursive: true, force: true }),
  ];
  try {
    const login = {
      host: "127.0.0.1",
      port: cluster.ports.pooler,
      user: "tovplay_app",
      password: target.passwords.get("tovplay_app") ?? "",
      database: "TovPlay",
    };
    const cases = await recordCases(cluster, login, rows);
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases), { mode: 0o600 });
    const contenders = [await ours(login), ...(await others(login, file))];
    ends.unshift(...contenders.map(({ stop }) => stop));
    const fronts = new Map<number, number>();
    for (const { port } of contenders) fronts.set(port, await freePort("127.0.0.1"));
    ends.unshift(await startNginx(fronts));
    const lines: string[] = [
      `${rows} rows, ${connections} clients, median of ${rounds} runs of ${seconds} s in turn`,
    ];
    for (const { name, path, headers } of cases) {
      const runs = new Map<string, Run[]>();
      for (let round = 0; round < rounds; round += 1) {
        for (const contender of contenders) {
          const url = `http://127.0.0.1:${fronts.get(contender.port)}${path}`;
          const run = await load(url, headers, seconds);
          runs.set(contender.name, [...(runs.get(contender.name) ?? []), run]);
        }
      }
      lines.push(...report(name, runs));
    }
    return lines;
  } finally {
    for (const end of ends) await end();
  }
}

async function load(url: string, headers: Readonly<Record<string, string>>, duration: number): Promise<Run> {
  const result = await autocannon({ url, headers: { ...headers }, connections, duration });
  const failed = result.errors + result.timeouts + result.non2xx;
  return { perSecond: result.requests.average, p95: result.latency.p97_5, failed };
}

function report(name: string, runs: ReadonlyMap<string, Run[]>): string[] {
  const median = (of: readonly number[]) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
  const medians = [...runs].map(([contender, all]) => ({
    contender,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    p95: median(all.map(({ p95 }) => p95)),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }));
  const own = medians[0]?.perSecond ?? 0;
  return [
    name,
    ...medians.map(
      ({ contender, perSecond, p95, failed }) =>
        `  ${contender.padEnd(18)} ${perSecond.toFixed(0).padStart(6)} requests/s, p97.5 ${p95} ms, ${failed} failed, backend ${(own / perSecond).toFixed(2)} x`,
    ),
  ];
}

/** How the contenders log in at the pooler. */
interface Login {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

async function ours({ port, password }: Login): Promise<Contender> {
  await buildBackend();
  const backend = await startBackend({ port, password }, { LOG_LEVEL: "info" });
  return { name: "backend", port: Number(new URL(backend.url).port), stop: backend.stop };
}

/** The others, each with ten connections to the pooler in all, as the backend has. */
async function others(login: Login, file: string): Promise<Contender[]> {
  const bin = await pythonWith("flask-3.1.3", [
    "flask==3.1.3",
    "gunicorn==27.0.1",
    "sqlalchemy==2.1.9",
    "psycopg[binary]==3.3.2",
  ]);
  const node = (name: string, program: string) =>
    started(name, (port) =>
      execa(process.execPath, ["--import", "tsx", program, String(port), JSON.stringify(login), file], {
        cwd: inCheckout(),
        reject: false,
      }),
    );
  const url = `postgresql+psycopg://${login.user}:${login.password}@${login.host}:${login.port}/${login.database}`;
  return [
    await node("bare pg", "tests/api/load/bare-pg.ts"),
    await node("bare Fastify", "tests/api/load/bare-fastify.ts"),
    await started("Flask", (port) =>
      execa(
        `${bin}/gunicorn`,
        [
          "--bind",
          `127.0.0.1:${port}`,
          "--workers",
          "2",
          "--threads",
          "5",
          "--log-level",
          "error",
          "flask_app:app",
        ],
        {
          cwd: inCheckout("tests/api/load"),
          env: { LOAD_DATABASE: url, LOAD_CASES: file, PYTHONDONTWRITEBYTECODE: "1" },
          reject: false,
        },
      ),
    ),
  ];
}

async function started(
  name: string,
  start: (port: number) => { kill: (signal: "SIGTERM") => boolean } & Promise<unknown>,
): Promise<Contender> {
  const port = await freePort("127.0.0.1");
  const child = start(port);
  await until(
    `${name} answers`,
    async () => (await fetch(`http://127.0.0.1:${port}/${randomUUID()}`)).status > 0,
  );
  return {
    name,
    port,
    stop: async () => {
      child.kill("SIGTERM");
      await child;
    },
  };
}
