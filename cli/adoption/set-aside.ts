import { z } from "zod";
import type { StepHandle } from "../terminal/progress.ts";
import { literal, quoted, shown } from "./names.ts";
import type { ColumnPlan, TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { type Check, checksOf, stagedName } from "./row-checks.ts";
import { badRowsTable, originalRow, row, staging } from "./staging.ts";

/** Rows of one table that were set aside for one reason. */
export interface SetAside {
  table: string;
  reason: string;
  rows: number;
}

const table = "SetAsideRow";

const column = (name: string, type: string): ColumnPlan => ({
  ...{ name, type, notNull: true, sql: quoted(name), valid: "true", present: "true" },
});

/** How rows that were set aside are copied and compared, like those of every other table. */
export const setAsidePlan: TablePlan = {
  target: { name: table, columns: [], key: [], checks: [], uniques: [], references: [], sequences: [] },
  source: {
    ...{
      oid: 0,
      schema: "public",
      name: table,
      kind: "r",
      readable: true,
      child: false,
      children: 0,
      columns: [],
    },
    ...{ database: staging, databaseName: staging },
  },
  columns: [column("table_name", "text"), column("reason", "text"), column("old_row", "jsonb")],
};

const createSql = `CREATE TABLE public.${quoted(table)} (table_name text, reason text, old_row jsonb);`;

/**
 * Moves every invalid row out of the converted tables, with the reason and as it was: in the dump's own values, where one could not be
 * converted. A row that refers to one that was moved follows it, so tables are gone through until nothing moves.
 */
export async function setRowsAside(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  step: StepHandle,
): Promise<SetAside[]> {
  await quarantine.run(staging, createSql);
  const moved = new Map<string, SetAside>();
  for (let before = -1; before < total(moved); ) {
    before = total(moved);
    for (const plan of plans) {
      step.detail(`setting aside invalid rows of ${shown(plan.target.name)}`);
      for (const check of checksOf(plan, plans).flat()) {
        const rows = await quarantine.ask(staging, moveSql(plan, check), z.number());
        if (rows > 0) note(moved, { table: plan.target.name, reason: check.reason, rows });
      }
    }
  }
  return [...moved.values()];
}

const total = (moved: Map<string, SetAside>) => [...moved.values()].reduce((sum, { rows }) => sum + rows, 0);

function note(moved: Map<string, SetAside>, found: SetAside): void {
  const key = `${found.table} ${found.reason}`;
  moved.set(key, { ...found, rows: found.rows + (moved.get(key)?.rows ?? 0) });
}

/** Moves the rows for which a check fails, without their secrets. */
function moveSql(plan: TablePlan, { reason, where }: Check): string {
  const own = [row, badRowsTable, originalRow].map((name) => ` - ${literal(name)}`).join("");
  const value = `CASE WHEN key ~* '(password|secret|token|hash)' THEN '"[left out]"'::jsonb ELSE value END`;
  const asItWas = `coalesce(bad.${originalRow}, to_jsonb(bad)${own})`;
  return `WITH bad AS (DELETE FROM ${stagedName(plan)} AS "row" WHERE ${where} RETURNING "row".*),
  kept AS (INSERT INTO public.${quoted(table)} (table_name, reason, old_row)
    SELECT ${literal(plan.target.name)}, left(${literal(reason)}, 1000),
      (SELECT jsonb_object_agg(key, ${value}) FROM jsonb_each(${asItWas})) FROM bad RETURNING 1)
  SELECT count(*) FROM kept`;
}
