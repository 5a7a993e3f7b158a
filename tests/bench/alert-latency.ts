import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { Client } from "pg";
import { type GuardedDatabase, guardedDatabase } from "../conformance/guardian/guarded-database.ts";

/** Milliseconds between two requests to Alertmanager, which is the precision of the figures. */
const pause = 20;

/** An attempt, identified by a label of its alert. */
interface Attempt {
  what: string;
  run: (guarded: GuardedDatabase, name: string) => Promise<void>;
  /** Whether an alert's labels show that it was noticed. */
  seen: (labels: Record<string, string>, name: string) => boolean;
}

const attempts: Attempt[] = [
  {
    what: "DROP TABLE by the application",
    run: (guarded, name) => asIntruder(guarded, name, "tovplay_app", 'DROP TABLE "User"'),
    seen: (labels, name) => labels.alertname === "DestructiveStatement" && labels.application === name,
  },
  {
    what: "DROP DATABASE by the superuser",
    run: (guarded, name) => asIntruder(guarded, name, "postgres", 'DROP DATABASE "TovPlay" WITH (FORCE)'),
    seen: (labels, name) => labels.alertname === "DestructiveStatement" && labels.application === name,
  },
  {
    what: "a refused password",
    run: (guarded, name) => asIntruder(guarded, name, name, "SELECT 1"),
    seen: (labels, name) => labels.alertname === "LoginRefused" && labels.role === name,
  },
];

/**
 * Time from sending a statement until Alertmanager's API shows its alert: fifty attempts of each kind, and ten losses each of
 * the data directory and of the database, every one on a server of its own.
 */
export async function alertLatency(runs = 50, losses = 10): Promise<string[]> {
  const lines = ["from the statement to the alert          p50      p99       max"];
  for (const attempt of attempts) {
    // Each on a server of its own, because a guardian sums up all alerts beyond 200 different ones in a single one.
    const guarded = await guardedDatabase();
    try {
      const times: number[] = [];
      for (let run = 0; run < runs; run++) times.push(await latency(guarded, attempt));
      lines.push(row(attempt.what, times));
    } finally {
      await guarded.remove();
    }
  }
  for (const loss of [gone, dropped]) {
    const times: number[] = [];
    for (let run = 0; run < losses; run++) times.push(await afterLoss(loss));
    lines.push(row(loss.what, times));
  }
  return lines;
}

const gone: Attempt = {
  what: "rm -rf of the data directory",
  run: async ({ protected: { server } }) =>
    void (await execa("docker", ["exec", server.container, "sh", "-c", "rm -rf /var/lib/postgresql/data/*"])),
  seen: ({ alertname }) => alertname === "DataDamaged",
};

const dropped: Attempt = {
  what: "a missing database",
  run: async ({ protected: { server } }) => {
    await server.query('ALTER DATABASE "TovPlay" IS_TEMPLATE false');
    await server.query('DROP DATABASE "TovPlay" WITH (FORCE)');
  },
  seen: ({ alertname }) => alertname === "DatabaseMissing",
};

async function afterLoss(loss: Attempt): Promise<number> {
  const guarded = await guardedDatabase();
  try {
    // A random wait, so as not to run in step with the guardian's checks every second.
    await sleep(2000 + Math.random() * 1000);
    return await latency(guarded, loss);
  } finally {
    await guarded.remove();
  }
}

/** Milliseconds from the start of an attempt until its alert is shown. */
async function latency(guarded: GuardedDatabase, { run, seen }: Attempt): Promise<number> {
  const name = `bench-${randomUUID().slice(0, 8)}`;
  const start = performance.now();
  const running = run(guarded, name);
  for (;;) {
    const alerts = await guarded.alerts();
    if (alerts.some(({ labels }) => seen(labels, name))) break;
    if (performance.now() - start > 60_000) throw new Error("the attempt was not noticed within a minute");
    await sleep(pause);
  }
  const milliseconds = performance.now() - start;
  await running;
  return milliseconds;
}

async function asIntruder(guarded: GuardedDatabase, name: string, user: string, sql: string): Promise<void> {
  const { port, password } = guarded.protected.server;
  const client = new Client({
    host: "127.0.0.1",
    port,
    user,
    password,
    database: "TovPlay",
    application_name: name,
  });
  client.on("error", () => undefined);
  await client
    .connect()
    .then(() => client.query(sql))
    .catch(() => undefined);
  await client.end().catch(() => undefined);
}

function row(what: string, times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  const shown = [at(0.5), at(0.99), at(1)].map((milliseconds) =>
    `${Math.round(milliseconds)} ms`.padStart(8),
  );
  return `${what.padEnd(36)} ${shown.join(" ")}  (${times.length})`;
}
