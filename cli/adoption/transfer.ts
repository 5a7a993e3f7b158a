import { z } from "zod";
import type { Server } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import { cleanUpOnInterrupt } from "../terminal/interrupt.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { checksumSchema, checksumSql, type TableChecksum } from "./checksum.ts";
import { literal, quoted, shown } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import { PsqlSession, sessionOptions } from "./quarantine/psql-session.ts";
import { type Quarantine, textForms } from "./quarantine/quarantine.ts";
import { start } from "./quarantine/start.ts";
import { staging } from "./staging.ts";

const database = "TovPlay";
const ownerRole = "tovplay_owner";

/** A superuser session on the live server, over its local socket. */
export function liveSession(server: Server): PsqlSession {
  const login = ["--host", "/var/run/postgresql", "--username", "postgres", "--dbname", database];
  const exec = ["exec", "--interactive", "--user", "postgres", server.container, "psql"];
  const psql = server.docker([...exec, ...sessionOptions, ...login]);
  return new PsqlSession(psql, "nothing was changed because the live database reported");
}

/** The transaction may wait for its rows without a limit, and no row value may reach the server's log. */
const begin = `${textForms}
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL lock_timeout = '30s';
SET LOCAL log_min_messages = panic;
SET LOCAL log_min_error_statement = panic;
SET LOCAL search_path = public;
SET LOCAL ROLE ${ownerRole};
`;

const namesSchema = z.array(z.string());

/** Query for the names of the tables that contain rows. */
export function nonEmptySql(plans: readonly TablePlan[]): string {
  const parts = plans.map(
    ({ target: { name } }) =>
      `SELECT ${literal(name)} AS name WHERE EXISTS (SELECT FROM public.${quoted(name)})`,
  );
  return `SELECT coalesce(json_agg(name), '[]') FROM (${parts.join(" UNION ALL ")}) AS filled`;
}

/** @throws {Failure} when tables contain rows */
function requireEmpty(filled: readonly string[]): void {
  if (filled.length === 0) return;
  const list = filled.map((name) => shown(name)).join(", ");
  throw new Failure("usage", `${list} already contain rows; import the dump into an empty database`);
}

/**
 * Copies the converted rows into the live database in one transaction, which is committed only if the checksums match.
 * @returns the checksums in the live database
 * @throws {Failure} with the database unchanged
 */
export async function transfer(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  expected: readonly TableChecksum[],
  step: StepHandle,
): Promise<TableChecksum[]> {
  const session = liveSession(quarantine.server);
  const close = cleanUpOnInterrupt(() => session.close());
  try {
    await session.run(begin);
    const tables = plans.map(({ target }) => `public.${quoted(target.name)}`).join(", ");
    await session.run(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE;`);
    requireEmpty(await session.ask(nonEmptySql(plans), namesSchema));
    for (const [index, plan] of plans.entries()) {
      step.detail(`${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
      await copyTable(session, quarantine, plan);
    }
    const found: TableChecksum[] = [];
    for (const [index, plan] of plans.entries()) {
      step.detail(`reading back ${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
      found.push(await session.ask(checksumSql(plan), checksumSchema));
    }
    requireSame(plans, expected, found);
    step.detail("committing");
    await session.run("COMMIT;");
    return found;
  } finally {
    await close();
  }
}

function requireSame(
  plans: readonly TablePlan[],
  expected: readonly TableChecksum[],
  found: readonly TableChecksum[],
): void {
  const wrong = plans.filter(
    (_, index) =>
      expected[index]?.rows !== found[index]?.rows || expected[index]?.hash !== found[index]?.hash,
  );
  if (wrong.length === 0) return;
  const list = wrong.map(({ target }) => shown(target.name)).join(", ");
  throw new Failure("failed", `${list} would differ from the dump; nothing was changed`);
}

async function copyTable(
  session: PsqlSession,
  { server, psql }: Quarantine,
  { target, columns }: TablePlan,
): Promise<void> {
  const list = columns.map(({ name }) => quoted(name)).join(", ");
  const table = `public.${quoted(target.name)}`;
  const read = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", textForms];
  const copy = `COPY (SELECT ${list} FROM ${table}) TO STDOUT`;
  const reading = start(server.docker(psql(staging, [...read, "--command", copy])));
  reading.stdin.end();
  reading.stderr.resume();
  await session.write(`COPY ${table} (${list}) FROM STDIN;\n`);
  for await (const chunk of reading.stdout) await session.write(chunk);
  if ((await reading.ended) !== 0)
    throw new Failure(
      "failed",
      `the rows of ${shown(target.name)} could not be read completely; nothing was changed`,
    );
  await session.write("\\.\n");
  for (const { column, sequence } of target.sequences)
    await session.write(continueSequence(table, column, sequence));
}

/** Continues a sequence after the highest imported number. */
function continueSequence(table: string, column: string, sequence: string): string {
  const highest = `(SELECT max(${quoted(column)}) FROM ${table})`;
  return `SELECT setval(${literal(sequence)}, greatest(${highest} + 1, (SELECT start_value FROM pg_sequences WHERE format('%I.%I', schemaname, sequencename)::regclass = ${literal(sequence)}::regclass)), false) AS next \\gset\n`;
}
