import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { type AdoptionDatabase, startAdoptionDatabase } from "../../conformance/testing/adoption-database.ts";
import { until } from "../../conformance/testing/until.ts";
import { writeDump } from "./dump.ts";

const container = "scratch-adoption-bench";
const rowsOfAGigabyte = 2_000_000;
const program = fileURLToPath(new URL("run.ts", import.meta.url));

interface Setup {
  database: AdoptionDatabase;
  file: string;
  rows: Readonly<Record<string, number>>;
  /** Starts the import in a process of its own. */
  start(): ReturnType<typeof adoption>;
}

function adoption(file: string) {
  const args = ["--import", "tsx", program, container, file];
  return execa("node", args, { reject: false, stderr: ["pipe"], stdin: "ignore" });
}

async function withSetup<T>(gigabytes: number, work: (setup: Setup) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-bench-"));
  const file = join(folder, "dump.sql");
  const rows = await writeDump(file, Math.round(gigabytes * rowsOfAGigabyte));
  const database = await startAdoptionDatabase(container);
  await database.quarantine.close();
  try {
    return await work({ database, file, rows, start: () => adoption(file) });
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Time to import a dump, compared with `psql -f` of the same file into an empty database of the same server. */
export function adoptionTime(gigabytes: number): Promise<string[]> {
  return withSetup(gigabytes, async ({ database, file, rows, start }) => {
    await database.sql("CREATE DATABASE plain", "postgres");
    await execa("docker", ["cp", file, `${container}:/tmp/dump.sql`]);
    const psql = [
      "psql",
      "-qX",
      "-v",
      "ON_ERROR_STOP=1",
      "-U",
      "postgres",
      "-d",
      "plain",
      "-f",
      "/tmp/dump.sql",
    ];
    const plain = await seconds(() => execa("docker", ["exec", "--user", "postgres", container, ...psql]));
    await database.sql("DROP DATABASE plain", "postgres");
    let failed: string | undefined;
    const imported = await seconds(async () => {
      const { exitCode, stderr } = await start();
      if (exitCode !== 0) failed = stderr;
    });
    if (failed) throw new Error(failed);
    const megabytes = (statSync(file).size / 1e6).toFixed(0);
    const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
    return [
      `Adoption of ${megabytes} MB, ${count} rows: ${imported.toFixed(1)} s, ${(imported / plain).toFixed(1)} times as long as psql -f (${plain.toFixed(1)} s)`,
    ];
  });
}

/** Kills an import at random moments. It must leave nothing behind and change nothing, unless it has committed; the last run imports everything. */
export function adoptionKills(gigabytes: number, kills = 20): Promise<string[]> {
  return withSetup(gigabytes, async ({ database, rows, start }) => {
    const full = await seconds(() => start());
    await requireRows(database, rows);
    await database.clear();
    let changed = 0;
    for (let kill = 0; kill < kills; kill++) {
      const after = Math.random() * full * 1000;
      const run = start();
      await sleep(after);
      run.kill("SIGKILL");
      await run;
      await nothingLeft(run.pid);
      // A kill after the commit finds all rows imported.
      if ((await filled(database)) > 0) {
        await requireRows(database, rows);
        changed += 1;
        await database.clear();
      }
      process.stderr.write(`kill ${kill + 1} of ${kills} after ${(after / 1000).toFixed(1)} s\n`);
    }
    const { exitCode, stderr } = await start();
    if (exitCode !== 0) throw new Error(stderr);
    await requireRows(database, rows);
    return [
      `Adoption killed ${kills} times within ${full.toFixed(0)} s: nothing left behind; ${kills - changed} times nothing changed, ${changed} times everything was committed; the next run imported everything`,
    ];
  });
}

/** The quarantine server ends with the process that started it; sessions on the live server roll back. */
function nothingLeft(pid: number | undefined): Promise<void> {
  return until(
    "nothing of the killed run is left",
    async () => {
      const filter = ["--filter", `label=org.tovplay.pid=${pid}`];
      const { stdout } = await execa("docker", ["ps", "--all", "--quiet", ...filter]);
      if (stdout !== "") throw new Error(`${stdout} is still there`);
    },
    120,
  );
}

async function filled(database: AdoptionDatabase): Promise<number> {
  return Number(await database.sql(`SELECT (SELECT count(*) FROM "User") + (SELECT count(*) FROM "Game")`));
}

async function requireRows(
  database: AdoptionDatabase,
  rows: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [table, count] of Object.entries(rows)) {
    const found = Number(await database.sql(`SELECT count(*) FROM "${table}"`));
    if (found !== count) throw new Error(`${table} has ${found} rows instead of ${count}`);
  }
}
