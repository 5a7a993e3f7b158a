import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { makeScratchCluster, type ScratchCluster } from "../../../cli/recovery/drill/scratch-cluster.ts";
import { runTrial } from "../../../cli/recovery/drill/trial.ts";
import { rate } from "../../../cli/recovery/drill/writer.ts";
import { askJson } from "../../../cli/recovery/sql.ts";
import { liveSocket } from "../../../cli/recovery/swap.ts";
import { createProgress } from "../../../cli/terminal/progress.ts";
import { until } from "../testing/until.ts";

let set: ScratchCluster;
beforeAll(async () => {
  set = await makeScratchCluster("scratch-conformance-restore", false);
});
afterAll(() => set.remove());

const progress = createProgress({
  total: 6,
  screen: {
    live: false,
    color: false,
    columns: () => 80,
    rows: () => 24,
    now: () => performance.now(),
    write: () => undefined,
  },
});

const ask = <T>(database: string, sql: string, schema: z.ZodType<T>) =>
  askJson(liveSocket(set.cluster), { database, sql, schema });

test("a database that was dropped during writes is restored with every acknowledged row", async () => {
  const trial = await runTrial(set, { fault: "dropped", first: 1_000_000, rate: rate }, progress);
  expect(trial.acknowledged).toBeGreaterThan(10);
  expect(trial.lost).toBe(0);
});

test("a restored cluster archives on a timeline of its own, and keeps no recovery settings", async () => {
  const settings = await ask(
    "postgres",
    `SELECT json_object_agg(name, setting) FROM pg_settings WHERE name IN ('archive_mode', 'restore_command', 'recovery_target_lsn', 'recovery_target_timeline')`,
    z.record(z.string(), z.string()),
  );
  expect(settings).toEqual({
    archive_mode: "on",
    restore_command: "",
    recovery_target_lsn: "",
    recovery_target_timeline: "latest",
  });
  await ask("TovPlay", "SELECT to_json(pg_switch_wal()::text)", z.string());
  await until("the new timeline is archived", async () => {
    const list = ["exec", set.cluster.server, "pgbackrest", "--stanza=tovplay", "info"];
    expect((await execa("docker", list)).stdout).toMatch(/wal archive min\/max.*\/00000002/);
  });
});

test("a restore killed at any moment leaves the old or the restored cluster running, and the next restore succeeds", async () => {
  await set.backup("incr");
  const rows = z.number();
  const count = `SELECT to_json(count(*)) FROM "Game"`;
  const before = await ask("TovPlay", count, rows);
  await execa("docker", ["exec", "--interactive", set.cluster.server, "psql", "--quiet"], {
    input: `ALTER DATABASE "TovPlay" IS_TEMPLATE false;\nDROP DATABASE "TovPlay" WITH (FORCE);\n`,
  });
  const program = fileURLToPath(new URL("restore-program.ts", import.meta.url));
  const name = set.cluster.server.replace(/-postgres$/, "");
  const databases = "SELECT json_agg(datname) FROM pg_database";
  const list = () => ask("postgres", databases, z.array(z.string()));
  const isBack = async () => (await until("a server that answers", list)).includes("TovPlay");
  const start = () => execa("node", ["--import", "tsx", program, name], { reject: false, timeout: 90_000 });
  for (const step of ["Base backup", "Write-ahead log", "Swap", "Receiver"]) {
    if (await isBack()) break;
    const run = start();
    for await (const line of run.iterable({ from: "stderr" })) if (line.includes(step)) break;
    await sleep(Math.random() * 1500);
    run.kill("SIGKILL");
    await run;
  }
  // A swap that has begun completes by itself.
  await sleep(1000);
  if (!(await isBack())) {
    const { exitCode, stderr } = await start();
    expect(exitCode, stderr).toBe(0);
  }
  expect(await until("the database", () => ask("TovPlay", count, rows))).toBe(before);
}, 400_000);
