import { inDocker } from "../database/server.ts";
import { Failure } from "../terminal/exit.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { literal, quoted, shown } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import { type Quarantine, textForms } from "./quarantine/quarantine.ts";
import { sqlstateOf, sqlstateText } from "./quarantine/sqlstate.ts";
import { sourceName } from "./row-counts.ts";
import type { Target } from "./targets.ts";

/** Database of the quarantine for the converted rows. */
export const staging = "adoption";
/** Column with a row's position in its table, from 1. */
export const row = "adoption_row";
/** Column with the names of columns whose value could not be converted. */
export const badRowsTable = "adoption_bad";
/** Column with the dump's own row, where a value of it could not be converted. */
export const originalRow = "adoption_original";

/** Converts every row into the staging database, where it can be checked. */
export async function stage(
  quarantine: Quarantine,
  target: Target,
  plans: readonly TablePlan[],
  step: StepHandle,
): Promise<void> {
  await quarantine.run(
    "postgres",
    `CREATE DATABASE ${staging} TEMPLATE template0 ENCODING 'UTF8' ${target.locale};`,
  );
  await quarantine.run(staging, plans.map(tableSql).join("\n"));
  for (const [index, plan] of plans.entries()) {
    step.detail(`${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
    await copyConverted(quarantine, plan);
  }
  await quarantine.run(staging, "ANALYZE;");
}

/** Columns that are missing from the dump get their default for the row checks; they are not copied later. */
function tableSql({ target, columns }: TablePlan): string {
  const list = target.columns.map(({ name, type, defaultSql }) => {
    const given = columns.some((column) => column.name === name);
    // The sequences of this database do not exist here.
    const filled = given || !defaultSql || defaultSql.includes("nextval(") ? "" : ` DEFAULT ${defaultSql}`;
    return `${quoted(name)} ${type}${filled}`;
  });
  return `CREATE TABLE public.${quoted(target.name)} (${[`${row} bigint`, `${badRowsTable} text[]`, `${originalRow} jsonb`, ...list].join(", ")});`;
}

function convertedSql({ source, columns }: TablePlan): string {
  const checked = columns.filter(({ valid }) => valid !== "true");
  const bad = checked.map(
    ({ name, present, valid }) =>
      `CASE WHEN ${present} AND NOT coalesce(${valid}, false) THEN ${literal(name)} END`,
  );
  const values = columns.map(({ sql, present, valid }) =>
    valid === "true" ? sql : `CASE WHEN ${present} AND ${valid} THEN ${sql} END`,
  );
  const badColumns = `array_remove(ARRAY[${bad.join(", ")}]::text[], NULL)`;
  const original = `CASE WHEN ${badColumns} <> '{}' THEN to_jsonb(adoption_source)::text END`;
  const list = [`row_number() OVER ()`, badColumns, original, ...values];
  return `COPY (SELECT ${list.join(", ")} FROM ${sourceName(source)} AS adoption_source) TO STDOUT`;
}

/** Pipes rows between two databases within the quarantine. */
const pipe = `set -o pipefail
from=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set VERBOSITY=sqlstate --host /var/run/postgresql --username postgres)
"\${from[@]}" --dbname "$1" --command "$2" --command "$3" | "\${from[@]}" --dbname "$4" --command "$2" --command "$5"`;

async function copyConverted(quarantine: Quarantine, plan: TablePlan): Promise<void> {
  const columns = [row, badRowsTable, originalRow, ...plan.columns.map(({ name }) => quoted(name))].join(
    ", ",
  );
  const into = `COPY public.${quoted(plan.target.name)} (${columns}) FROM STDIN`;
  const args = [plan.source.database, textForms, convertedSql(plan), staging, into];
  const exec = ["exec", "--user", "999:999", quarantine.container, "bash", "-c", pipe, "pipe", ...args];
  const { code, stderr } = await inDocker(quarantine.server, exec);
  if (code === 0) return;
  const why = sqlstateText(sqlstateOf(stderr));
  throw new Failure("failed", `the rows of ${shown(plan.target.name)} could not be converted: ${why}`);
}
