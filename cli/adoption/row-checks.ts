import { z } from "zod";
import type { StepHandle } from "../terminal/progress.ts";
import { literal, printable, quoted, shown } from "./names.ts";
import type { ColumnPlan, TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { badRowsTable, row, staging } from "./staging.ts";

/** Rows of one table that are invalid for one reason. */
export interface InvalidRows {
  table: string;
  reason: string;
  count: number;
  /** Which rows: by primary key if it is a number or UUID, else by position in the table. */
  keys: readonly string[];
}

/** Maximum number of rows listed per reason. */
const listed = 1000;
/** Types whose values reveal nothing about a person. */
const plainKeys = ["uuid", "bigint", "integer", "smallint"];

/** What makes rows invalid. */
export interface Check {
  reason: string;
  /** Condition for invalid rows of the staged table `row`. */
  where: string;
}

/** Checks the converted rows against every constraint of this database. */
export async function findInvalidRows(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  step: StepHandle,
): Promise<InvalidRows[]> {
  const found: InvalidRows[] = [];
  for (const [index, plan] of plans.entries()) {
    step.detail(`checking ${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
    for (const { check, count } of await countInvalidRows(quarantine, plan, plans))
      if (count > 0) found.push(await invalidRowsOf(quarantine, plan, check, count));
  }
  return found;
}

/** Every check of a table's rows: single rows first, then across rows. */
export function checksOf(plan: TablePlan, plans: readonly TablePlan[]): Check[][] {
  const { uniques, references } = plan.target;
  return [
    [...plan.columns.flatMap(columnChecks), ...ruleChecks(plan)],
    ...uniques.map((unique) => [uniqueCheck(plan, unique)]),
    ...references.map((reference) => referenceCheck(plan, plans, reference)),
  ].filter(({ length }) => length > 0);
}

/** Runs all checks of single rows in one pass, and those across rows one by one to save memory. */
async function countInvalidRows(
  quarantine: Quarantine,
  plan: TablePlan,
  plans: readonly TablePlan[],
): Promise<{ check: Check; count: number }[]> {
  const counted: { check: Check; count: number }[] = [];
  for (const checks of checksOf(plan, plans)) {
    const counts = checks.map(({ where }) => `count(*) FILTER (WHERE ${where})`).join(", ");
    const filter = checks.length === 1 ? `WHERE ${checks[0]?.where}` : "";
    const sql = `SELECT json_build_array(${filter ? "count(*)" : counts}) FROM ${stagedName(plan)} AS "row" ${filter}`;
    const found = await quarantine.ask(staging, sql, z.array(z.number()));
    counted.push(...checks.map((check, index) => ({ check, count: found[index] ?? 0 })));
  }
  return counted;
}

/** The converted rows of a table. */
export const stagedName = ({ target }: TablePlan) => `public.${quoted(target.name)}`;

async function invalidRowsOf(
  quarantine: Quarantine,
  plan: TablePlan,
  { reason, where }: Check,
  count: number,
): Promise<InvalidRows> {
  const sql = `SELECT json_agg(key) FROM (SELECT ${keySql(plan)} AS key FROM ${stagedName(plan)} AS "row"
    WHERE ${where} ORDER BY "row".${row} LIMIT ${listed}) AS invalid`;
  const keys = await quarantine.ask(staging, sql, z.array(z.string()));
  return { table: plan.target.name, reason, count, keys };
}

/** Identifies a row by its key, or by its position if the key may reveal something about a person. */
function keySql({ target, columns }: TablePlan): string {
  const position = `'row ' || "row".${row}`;
  const key = target.key.map((name) => columns.find((column) => column.name === name));
  if (key.length === 0 || !key.every((column) => column && plainKeys.includes(column.type))) return position;
  const parts = target.key.map((name) => `"row".${quoted(name)}::text`);
  return `coalesce(${parts.join(" || ', ' || ")}, ${position})`;
}

function columnChecks({ name, type, notNull, valid }: ColumnPlan): Check[] {
  const bad = `${literal(name)} = ANY ("row".${badRowsTable})`;
  return [
    ...(valid === "true" ? [] : [{ reason: `${shown(name)} is not a valid ${type}`, where: bad }]),
    ...(notNull
      ? [{ reason: `${shown(name)} is empty`, where: `"row".${quoted(name)} IS NULL AND NOT ${bad}` }]
      : []),
  ];
}

/** Check constraints name their columns without a table. */
function ruleChecks({ target }: TablePlan): Check[] {
  return target.checks.map(({ name, sql }) => ({
    reason: `violates ${shown(name)}: ${printable(sql)}`,
    where: `NOT ${sql}`,
  }));
}

function uniqueCheck({ target }: TablePlan, unique: TablePlan["target"]["uniques"][number]): Check {
  const { parts, where, nullsEqual } = unique;
  const filled = nullsEqual ? [] : parts.map((part) => `(${part}) IS NOT NULL`);
  const filter = [...(where ? [where] : []), ...filled].join(" AND ") || "true";
  // As text, nulls are equal.
  const value = nullsEqual ? `ROW(${parts.join(", ")})::text` : parts.join(", ");
  const twice = `SELECT ${value} FROM public.${quoted(target.name)} WHERE ${filter} GROUP BY ${parts.join(", ")} HAVING count(*) > 1`;
  return {
    reason: `has the same ${parts.map(printable).join(", ")} as another row`,
    where: `${filter} AND (${value}) IN (${twice})`,
  };
}

function referenceCheck(
  { columns }: TablePlan,
  plans: readonly TablePlan[],
  { columns: own, parent, parentColumns }: TablePlan["target"]["references"][number],
): Check[] {
  if (!own.every((name) => columns.some((column) => column.name === name))) return [];
  const filled = own.map((name) => `"row".${quoted(name)} IS NOT NULL`).join(" AND ");
  const reason = `${own.map((name) => shown(name)).join(", ")} references no row of ${shown(parent)}`;
  if (!plans.some(({ target }) => target.name === parent)) return [{ reason, where: filled }];
  const pairs = own.map(
    (name, index) => `parent.${quoted(parentColumns[index] ?? "")} = "row".${quoted(name)}`,
  );
  return [
    {
      reason,
      where: `${filled} AND NOT EXISTS (SELECT FROM public.${quoted(parent)} AS parent WHERE ${pairs.join(" AND ")})`,
    },
  ];
}
