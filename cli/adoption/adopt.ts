import { basename } from "node:path";
import { z } from "zod";
import type { Server } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { openDump } from "./dump/source.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, shown } from "./names.ts";
import { marksPasswords } from "./plan/password.ts";
import type { AdoptionPlan } from "./plan/plan.ts";
import { type AdoptionRequest, type AdoptionTask, type Prepared, prepare } from "./prepare.ts";
import { type Proof, proofSchema, proofsSql, stagedProofs } from "./proof.ts";
import { type Loaded, load } from "./quarantine/load.ts";
import { openQuarantine, type Quarantine, TEXT_FORMS } from "./quarantine/quarantine.ts";
import { requireSpace, spaceFor } from "./quarantine/space.ts";
import { Refusal } from "./refusal.ts";
import { type AdoptionReport, operator } from "./report.ts";
import { findMisfits, type Misfit } from "./row-checks.ts";
import { STAGING, stage } from "./staging.ts";
import { isTaken, type Target, targetSchema, targetSql } from "./targets.ts";
import { filledSql, liveSession, transfer } from "./transfer.ts";

/** Steps that {@link adopt} shows. */
export const ADOPTION_STEPS = 5;

/**
 * Takes the rows of a dump over: loads it where it can do no harm, converts them, tries every rule of this database on them,
 * and copies them in one transaction.
 * @throws {Failure} then the database is as it was
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
  const quarantine = await progress.step("Start a server to try the dump out", () => openQuarantine(server));
  try {
    return await adoptIn(quarantine, { source, target, request }, progress);
  } finally {
    await quarantine.close();
  }
}

/** The same in a quarantine that holds nothing yet. */
export async function adoptIn(
  quarantine: Quarantine,
  task: AdoptionTask,
  progress: Progress,
): Promise<AdoptionReport> {
  const { source, target, request } = task;
  const loaded = await progress.step("Load the dump there", (step) =>
    load(quarantine, source, step, request.encoding),
  );
  const checked = await progress.step("Convert and check its rows", async (step) => {
    const prepared = await prepare(quarantine, loaded, task);
    await stage(quarantine, target, prepared.plan.tables, step);
    const misfits = await findMisfits(quarantine, prepared.plan.tables, step);
    step.detail("reading what it holds");
    return { ...prepared, misfits, expected: await stagedProofs(quarantine, prepared.plan.tables) };
  });
  const { plan, expected } = checked;
  const found = await progress.step("Copy and verify", async (step) => {
    const present = await alreadyTaken(quarantine.server, plan, expected);
    requireFit(checked, present.filled && !present.same);
    if (present.same) step.detail("taken over before");
    if (request.dryRun) step.detail("left out: --dry-run");
    if (present.same || request.dryRun) return present.same ? expected : [];
    return transfer(quarantine, plan.tables, expected, step);
  });
  return reportOf(task, { ...checked, loaded, found, passwords: await passwordsToReset(quarantine, plan) });
}

function requireFit({ open, misfits }: Prepared & { misfits: readonly Misfit[] }, filled: boolean): void {
  const lines = [
    ...open,
    ...(filled ? ["this database holds rows already; take the dump over into an empty one"] : []),
  ];
  if (misfits.length > 0)
    throw new Refusal("the dump has rows that do not fit; nothing was changed", lines, misfits);
  if (lines.length > 0) throw new Refusal("the dump cannot be taken over yet; nothing was changed", lines);
}

/** Whether tables hold rows, and whether these are just the dump's: a run that was cut off after its commit is then repeated. */
async function alreadyTaken(
  server: Server,
  { tables }: AdoptionPlan,
  expected: readonly Proof[],
): Promise<{ readonly filled: boolean; readonly same: boolean }> {
  const filled = await askLive(server, filledSql(tables), z.array(z.string()));
  if (filled.length === 0) return { filled: false, same: false };
  const found = await askLive(server, proofsSql(tables), z.array(proofSchema));
  const same = found.every(({ hash }, index) => hash === expected[index]?.hash);
  return { filled: true, same };
}

/** The tables of the live database, with all that their rows have to fulfil. */
export async function readTarget(server: Server): Promise<Target> {
  const target = await askLive(server, targetSql, targetSchema);
  if (target.tables.some(({ name }) => isTaken(name))) return target;
  throw new Failure(
    "unhealthy",
    `the database of ${server.container} has no tables yet; deploy the application that makes them, then run this again`,
  );
}

async function askLive<T>(server: Server, sql: string, schema: z.ZodType<T>): Promise<T> {
  const session = liveSession(server);
  try {
    await session.run(`${TEXT_FORMS}\nSET statement_timeout = 0;`);
    return await session.ask(sql, schema);
  } finally {
    await session.close();
  }
}

async function passwordsToReset(quarantine: Quarantine, { tables }: AdoptionPlan): Promise<number> {
  if (!tables.some(marksPasswords)) return 0;
  return quarantine.ask(
    STAGING,
    `SELECT count(*) FROM public."User" WHERE password_must_be_reset`,
    z.number(),
  );
}

interface Outcome extends Prepared {
  readonly loaded: Loaded;
  readonly expected: readonly Proof[];
  readonly found: readonly Proof[];
  readonly passwords: number;
}

function reportOf({ source, target, request }: AdoptionTask, outcome: Outcome): AdoptionReport {
  const { timeZone, rows, encoding, schema } = request;
  const found = new Set(outcome.plan.tables.map((plan) => plan.target.name));
  const missing = target.tables.map(({ name }) => name).filter((name) => isTaken(name) && !found.has(name));
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
    leftBehind: [...outcome.left, ...skippedLines(outcome.loaded)],
    dryRun: request.dryRun ?? false,
  };
}

function skippedLines({ reading: { skipped } }: Loaded): LeftBehind[] {
  if (skipped.size === 0) return [];
  const what = [...skipped].map(([about, count]) => `${printable(about)} (${count})`).join(", ");
  return [{ what: `statements about ${what}`, rows: undefined, why: "this database declares its own" }];
}
