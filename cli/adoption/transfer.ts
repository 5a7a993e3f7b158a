import { z } from "zod";
import type { Server } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import { cleanUpOnInterrupt } from "../terminal/interrupt.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { literal, quoted, shown } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import { type Proof, proofSchema, proofSql } from "./proof.ts";
import { PsqlSession, SESSION_OPTIONS } from "./quarantine/psql-session.ts";
import { type Quarantine, TEXT_FORMS } from "./quarantine/quarantine.ts";
import { start } from "./quarantine/start.ts";
import { STAGING } from "./staging.ts";

const DATABASE = "TovPlay";
const OWNER = "tovplay_owner";

/** The superuser's psql at the live server, over the local socket. */
export function liveSession(server: Server): PsqlSession {
  const login = ["--host", "/var/run/postgresql", "--username", "postgres", "--dbname", DATABASE];
  const exec = ["exec", "--interactive", "--user", "postgres", server.container, "psql"];
  const psql = server.docker([...exec, ...SESSION_OPTIONS, ...login]);
  return new PsqlSession(psql, "nothing was changed: the live database refuses");
}

/** A transaction may wait for its rows as long as it likes, and nothing of a row may be read in the server's log. */
const BEGIN = `${TEXT_FORMS}
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL lock_timeout = '30s';
SET LOCAL log_min_messages = panic;
SET LOCAL log_min_error_statement = panic;
SET LOCAL search_path = public;
SET LOCAL ROLE ${OWNER};
`;

const filledSchema = z.array(z.string());

/** A query for the names of those tables that hold rows. */
export function filledSql(plans: readonly TablePlan[]): string {
  const parts = plans.map(
    ({ target: { name } }) =>
      `SELECT ${literal(name)} AS name WHERE EXISTS (SELECT FROM public.${quoted(name)})`,
  );
  return `SELECT coalesce(json_agg(name), '[]') FROM (${parts.join(" UNION ALL ")}) AS filled`;
}

/** @throws {Failure} the sentence about tables that hold rows */
function requireEmpty(filled: readonly string[]): void {
  if (filled.length === 0) return;
  const list = filled.map((name) => shown(name)).join(", ");
  throw new Failure("usage", `${list} hold rows already; take the dump over into an empty database`);
}

/**
 * Copies the converted rows into the live database in one transaction, and commits it only when `expected` was read there.
 * @returns what the live database holds
 * @throws {Failure} then nothing was changed
 */
export async function transfer(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  expected: readonly Proof[],
  step: StepHandle,
): Promise<Proof[]> {
  const session = liveSession(quarantine.server);
  const close = cleanUpOnInterrupt(() => session.close());
  try {
    await session.run(BEGIN);
    const tables = plans.map(({ target }) => `public.${quoted(target.name)}`).join(", ");
    await session.run(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE;`);
    requireEmpty(await session.ask(filledSql(plans), filledSchema));
    for (const [index, plan] of plans.entries()) {
      step.detail(`${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
      await copyTable(session, quarantine, plan);
    }
    const found: Proof[] = [];
    for (const [index, plan] of plans.entries()) {
      step.detail(`reading back ${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
      found.push(await session.ask(proofSql(plan), proofSchema));
    }
    requireSame(plans, expected, found);
    step.detail("committing");
    await session.run("COMMIT;");
    return found;
  } finally {
    await close();
  }
}

function requireSame(plans: readonly TablePlan[], expected: readonly Proof[], found: readonly Proof[]): void {
  const wrong = plans.filter(
    (_, index) =>
      expected[index]?.rows !== found[index]?.rows || expected[index]?.hash !== found[index]?.hash,
  );
  if (wrong.length === 0) return;
  const list = wrong.map(({ target }) => shown(target.name)).join(", ");
  throw new Failure("failed", `${list} would not hold what the dump holds; nothing was changed`);
}

async function copyTable(
  session: PsqlSession,
  { server, psql }: Quarantine,
  { target, columns }: TablePlan,
): Promise<void> {
  const list = columns.map(({ name }) => quoted(name)).join(", ");
  const table = `public.${quoted(target.name)}`;
  const read = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", TEXT_FORMS];
  const copy = `COPY (SELECT ${list} FROM ${table}) TO STDOUT`;
  const reading = start(server.docker(psql(STAGING, [...read, "--command", copy])));
  reading.stdin.end();
  reading.stderr.resume();
  await session.write(`COPY ${table} (${list}) FROM STDIN;\n`);
  for await (const chunk of reading.stdout) await session.write(chunk);
  if ((await reading.ended) !== 0)
    throw new Failure(
      "failed",
      `the rows of ${shown(target.name)} could not be read to their end; nothing was changed`,
    );
  await session.write("\\.\n");
  for (const { column, sequence } of target.sequences) await session.write(countOn(table, column, sequence));
}

/** What is counted on goes on after the highest number that was taken over. */
function countOn(table: string, column: string, sequence: string): string {
  const highest = `(SELECT max(${quoted(column)}) FROM ${table})`;
  return `SELECT setval(${literal(sequence)}, greatest(${highest} + 1, (SELECT start_value FROM pg_sequences WHERE format('%I.%I', schemaname, sequencename)::regclass = ${literal(sequence)}::regclass)), false) AS counted \\gset\n`;
}
