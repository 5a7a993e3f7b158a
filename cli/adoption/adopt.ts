import { basename } from "node:path";
import { z } from "zod";
import type { Server } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { checksumSchema, checksumsSql, stagedChecksums, type TableChecksum } from "./checksum.ts";
import { openDump } from "./dump/source.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, shown } from "./names.ts";
import { marksPasswords } from "./plan/password.ts";
import type { AdoptionPlan } from "./plan/plan.ts";
import { type AdoptionRequest, type AdoptionTask, type Prepared, prepare } from "./prepare.ts";
import { type Loaded, load } from "./quarantine/load.ts";
import { openQuarantine, type Quarantine, textForms } from "./quarantine/quarantine.ts";
import { requireSpace, spaceFor } from "./quarantine/space.ts";
import { Refusal } from "./refusal.ts";
import { type AdoptionReport, operator } from "./report.ts";
import { findInvalidRows, type InvalidRows } from "./row-checks.ts";
import { type SetAside, setAsidePlan, setRowsAside } from "./set-aside.ts";
import { stage, staging } from "./staging.ts";
import { isImported, type Target, targetSchema, targetSql } from "./targets.ts";
import { liveSession, nonEmptySql, transfer } from "./transfer.ts";

/** Number of steps that {@link adopt} shows. */
export const adoptionSteps = 5;

/**
 * Imports the rows of a dump: loads it in an isolated server, converts and checks the rows, and copies them in one transaction.
 * @throws {Failure} with the database unchanged
 */
export async function adopt(
  server: Server,
  file: string,
  request: AdoptionRequest,
  progress: Progress,
): Promise<AdoptionReport> {
  const source = await openDump(file);
  const target = await progress.step("Read the database", async () => {
    await requireSpace(server, spaceFor(source));
    return readTarget(server);
  });
  const quarantine = await progress.step("Start an isolated server", () => openQuarantine(server));
  try {
    return await adoptIn(quarantine, { source, target, request }, progress);
  } finally {
    await quarantine.close();
  }
}

/** Like {@link adopt}, in an empty quarantine. */
export async function adoptIn(
  quarantine: Quarantine,
  task: AdoptionTask,
  progress: Progress,
): Promise<AdoptionReport> {
  const { source, target, request } = task;
  const loaded = await progress.step("Load the dump", (step) =>
    load(quarantine, source, step, request.encoding),
  );
  const checked = await progress.step("Convert and check its rows", async (step) => {
    const prepared = await prepare(quarantine, loaded, task);
    await stage(quarantine, target, prepared.plan.tables, step);
    const { tables: wanted } = prepared.plan;
    const setAside = request.setAside ? await setRowsAside(quarantine, wanted, step) : [];
    const invalidRows = await findInvalidRows(quarantine, wanted, step);
    step.detail("computing checksums");
    const tables = request.setAside ? [...wanted, setAsidePlan] : wanted;
    const expected = await stagedChecksums(quarantine, tables);
    return { ...prepared, plan: { ...prepared.plan, tables }, invalidRows, setAside, expected };
  });
  const { plan, expected } = checked;
  const found = await progress.step("Copy and verify", async (step) => {
    const present = await compareLive(quarantine.server, plan, expected);
    requireAcceptable(checked, present.filled && !present.same);
    if (present.same) step.detail("already imported");
    if (request.dryRun) step.detail("skipped: --dry-run");
    if (present.same || request.dryRun) return present.same ? expected : [];
    return transfer(quarantine, plan.tables, expected, step);
  });
  return reportOf(task, { ...checked, loaded, found, passwords: await passwordsToReset(quarantine, plan) });
}

function requireAcceptable(
  { open, invalidRows }: Prepared & { invalidRows: readonly InvalidRows[] },
  filled: boolean,
): void {
  const lines = [
    ...open,
    ...(filled ? ["this database already contains rows; import the dump into an empty one"] : []),
  ];
  if (invalidRows.length > 0)
    throw new Refusal("the dump contains invalid rows; nothing was changed", lines, invalidRows);
  if (lines.length > 0) throw new Refusal("the dump cannot be imported yet; nothing was changed", lines);
}

/** Whether tables contain rows, and whether these are exactly the dump's, as after an interruption following the commit. */
async function compareLive(
  server: Server,
  { tables }: AdoptionPlan,
  expected: readonly TableChecksum[],
): Promise<{ filled: boolean; same: boolean }> {
  const filled = await askLive(server, nonEmptySql(tables), z.array(z.string()));
  if (filled.length === 0) return { filled: false, same: false };
  const found = await askLive(server, checksumsSql(tables), z.array(checksumSchema));
  const same = found.every(({ hash }, index) => hash === expected[index]?.hash);
  return { filled: true, same };
}

/** The tables of the live database with their constraints. */
export async function readTarget(server: Server): Promise<Target> {
  const target = await askLive(server, targetSql, targetSchema);
  if (target.tables.some(({ name }) => isImported(name))) return target;
  throw new Failure(
    "unhealthy",
    `the database of ${server.container} has no tables yet; deploy the application, which creates them, then run this again`,
  );
}

async function askLive<T>(server: Server, sql: string, schema: z.ZodType<T>): Promise<T> {
  const session = liveSession(server);
  try {
    await session.run(`${textForms}\nSET statement_timeout = 0;`);
    return await session.ask(sql, schema);
  } finally {
    await session.close();
  }
}

async function passwordsToReset(quarantine: Quarantine, { tables }: AdoptionPlan): Promise<number> {
  if (!tables.some(marksPasswords)) return 0;
  return quarantine.ask(
    staging,
    `SELECT count(*) FROM public."User" WHERE password_must_be_reset`,
    z.number(),
  );
}

interface Outcome extends Prepared {
  loaded: Loaded;
  expected: readonly TableChecksum[];
  found: readonly TableChecksum[];
  passwords: number;
  setAside: readonly SetAside[];
}

function reportOf({ source, target, request }: AdoptionTask, outcome: Outcome): AdoptionReport {
  const { timeZone, rows, encoding, schema } = request;
  const found = new Set(outcome.plan.tables.map((plan) => plan.target.name));
  const missing = target.tables
    .map(({ name }) => name)
    .filter((name) => isImported(name) && !found.has(name));
  return {
    at: new Date().toISOString(),
    by: operator(),
    dump: { file: basename(source.name), bytes: source.size, sha256: outcome.loaded.reading.sha256 },
    database: { name: target.database, systemIdentifier: target.systemIdentifier },
    confirmed: { timeZone, rows, encoding, schema },
    tables: outcome.plan.tables.map(({ target: { name } }, index) => ({
      table: name,
      rows: outcome.expected[index]?.rows ?? 0,
      hashInDump: outcome.expected[index]?.hash ?? "",
      hashHere: outcome.found[index]?.hash,
    })),
    notInDump: missing.map((name) => shown(name)),
    converted: outcome.plan.converted,
    passwordsToReset: outcome.passwords,
    setAside: outcome.setAside,
    leftBehind: [...outcome.left, ...skippedLines(outcome.loaded)],
    dryRun: request.dryRun ?? false,
  };
}

function skippedLines({ reading: { skipped } }: Loaded): LeftBehind[] {
  if (skipped.size === 0) return [];
  const what = [...skipped].map(([about, count]) => `${printable(about)} (${count})`).join(", ");
  return [{ what: `statements about ${what}`, rows: undefined, why: "this database has its own" }];
}
