import { inDocker } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { sourceName } from "./arrival.ts";
import { literal, quoted, shown } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import { type Quarantine, TEXT_FORMS } from "./quarantine/quarantine.ts";
import { sqlstateOf, wordsOf } from "./quarantine/sqlstate.ts";
import type { Target } from "./targets.ts";

/** Database of the quarantine that holds the converted rows, without anything else of the dump. */
export const STAGING = "adoption";
/** Place of a row in its table, from 1. */
export const ROW = "adoption_row";
/** Names of the columns whose value could not be converted. */
export const BAD = "adoption_bad";

/** Converts every row into a database of its own, where the rules of this database can be tried on them. */
export async function stage(
  quarantine: Quarantine,
  target: Target,
  plans: readonly TablePlan[],
  step: StepHandle,
): Promise<void> {
  await quarantine.run(
    "postgres",
    `CREATE DATABASE ${STAGING} TEMPLATE template0 ENCODING 'UTF8' ${target.locale};`,
  );
  await quarantine.run(STAGING, plans.map(tableSql).join("\n"));
  for (const [index, plan] of plans.entries()) {
    step.detail(`${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
    await copyConverted(quarantine, plan);
  }
  await quarantine.run(STAGING, "ANALYZE;");
}

/** A column that the dump lacks has its default here, so that rules of the row can be tried; it is not copied from here. */
function tableSql({ target, columns }: TablePlan): string {
  const list = target.columns.map(({ name, type, usual }) => {
    const given = columns.some((column) => column.name === name);
    // What counts on a sequence of this database has none here.
    const filled = given || !usual || usual.includes("nextval(") ? "" : ` DEFAULT ${usual}`;
    return `${quoted(name)} ${type}${filled}`;
  });
  return `CREATE TABLE public.${quoted(target.name)} (${[`${ROW} bigint`, `${BAD} text[]`, ...list].join(", ")});`;
}

function convertedSql({ source, columns }: TablePlan): string {
  const doubtful = columns.filter(({ valid }) => valid !== "true");
  const bad = doubtful.map(
    ({ name, present, valid }) =>
      `CASE WHEN ${present} AND NOT coalesce(${valid}, false) THEN ${literal(name)} END`,
  );
  const values = columns.map(({ sql, present, valid }) =>
    valid === "true" ? sql : `CASE WHEN ${present} AND ${valid} THEN ${sql} END`,
  );
  const list = [`row_number() OVER ()`, `array_remove(ARRAY[${bad.join(", ")}]::text[], NULL)`, ...values];
  return `COPY (SELECT ${list.join(", ")} FROM ${sourceName(source)}) TO STDOUT`;
}

/** From one database of the quarantine into the other, without leaving it. */
const PIPE = `set -o pipefail
from=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set VERBOSITY=sqlstate --host /var/run/postgresql --username postgres)
"\${from[@]}" --dbname "$1" --command "$2" --command "$3" | "\${from[@]}" --dbname "$4" --command "$2" --command "$5"`;

async function copyConverted(quarantine: Quarantine, plan: TablePlan): Promise<void> {
  const columns = [ROW, BAD, ...plan.columns.map(({ name }) => quoted(name))].join(", ");
  const into = `COPY public.${quoted(plan.target.name)} (${columns}) FROM STDIN`;
  const args = [plan.source.database, TEXT_FORMS, convertedSql(plan), STAGING, into];
  const exec = ["exec", "--user", "999:999", quarantine.container, "bash", "-c", PIPE, "pipe", ...args];
  const { code, stderr } = await inDocker(quarantine.server, exec);
  if (code === 0) return;
  const why = wordsOf(sqlstateOf(stderr));
  throw new Failure("failed", `the rows of ${shown(plan.target.name)} cannot be converted: ${why}`);
}
