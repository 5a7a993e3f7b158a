import { z } from "zod";
import type { StepHandle } from "../terminal/progress.ts";
import { literal, printable, quoted, shown } from "./names.ts";
import type { ColumnPlan, TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { BAD, ROW, STAGING } from "./staging.ts";

/** Rows of one table that do not fit for one reason. */
export interface Misfit {
  readonly table: string;
  readonly reason: string;
  readonly count: number;
  /** Which rows: the value of the primary key where it is a number or a UUID, else the row's place in its table. */
  readonly keys: readonly string[];
}

/** So many rows of one reason are named; the count is of all. */
const NAMED = 1000;
/** Types whose values say nothing of a person. */
const PLAIN_KEYS = ["uuid", "bigint", "integer", "smallint"];

interface Check {
  readonly reason: string;
  /** Which rows of the staged table `row` do not fit. */
  readonly where: string;
}

/** Tries every rule of this database on the converted rows. */
export async function findMisfits(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
  step: StepHandle,
): Promise<Misfit[]> {
  const found: Misfit[] = [];
  for (const [index, plan] of plans.entries()) {
    step.detail(`trying the rules of ${index + 1} of ${plans.length} tables, ${shown(plan.target.name)}`);
    for (const { check, count } of await countMisfits(quarantine, plan, plans))
      if (count > 0) found.push(await misfitOf(quarantine, plan, check, count));
  }
  return found;
}

interface Counted {
  readonly check: Check;
  readonly count: number;
}

/** Rules of single rows are tried in one pass; those over many rows one after the other, so that memory does for each. */
async function countMisfits(
  quarantine: Quarantine,
  plan: TablePlan,
  plans: readonly TablePlan[],
): Promise<Counted[]> {
  const { uniques, references } = plan.target;
  const groups = [
    [...plan.columns.flatMap(columnChecks), ...ruleChecks(plan)],
    ...uniques.map((unique) => [uniqueCheck(plan, unique)]),
    ...references.map((reference) => referenceCheck(plan, plans, reference)),
  ];
  const counted: Counted[] = [];
  for (const checks of groups.filter(({ length }) => length > 0)) {
    const counts = checks.map(({ where }) => `count(*) FILTER (WHERE ${where})`).join(", ");
    const filter = checks.length === 1 ? `WHERE ${checks[0]?.where}` : "";
    const sql = `SELECT json_build_array(${filter ? "count(*)" : counts}) FROM ${stagedName(plan)} AS "row" ${filter}`;
    const found = await quarantine.ask(STAGING, sql, z.array(z.number()));
    counted.push(...checks.map((check, index) => ({ check, count: found[index] ?? 0 })));
  }
  return counted;
}

const stagedName = ({ target }: TablePlan) => `public.${quoted(target.name)}`;

async function misfitOf(
  quarantine: Quarantine,
  plan: TablePlan,
  { reason, where }: Check,
  count: number,
): Promise<Misfit> {
  const sql = `SELECT json_agg(key) FROM (SELECT ${keySql(plan)} AS key FROM ${stagedName(plan)} AS "row"
    WHERE ${where} ORDER BY "row".${ROW} LIMIT ${NAMED}) AS misfit`;
  const keys = await quarantine.ask(STAGING, sql, z.array(z.string()));
  return { table: plan.target.name, reason, count, keys };
}

/** A key that may say something of a person is not named: the row's place is. */
function keySql({ target, columns }: TablePlan): string {
  const place = `'row ' || "row".${ROW}`;
  const key = target.key.map((name) => columns.find((column) => column.name === name));
  if (key.length === 0 || !key.every((column) => column && PLAIN_KEYS.includes(column.type))) return place;
  const parts = target.key.map((name) => `"row".${quoted(name)}::text`);
  return `coalesce(${parts.join(" || ', ' || ")}, ${place})`;
}

function columnChecks({ name, type, notNull, valid }: ColumnPlan): Check[] {
  const bad = `${literal(name)} = ANY ("row".${BAD})`;
  return [
    ...(valid === "true"
      ? []
      : [{ reason: `${shown(name)} is no ${type} that can be read safely`, where: bad }]),
    ...(notNull
      ? [{ reason: `${shown(name)} is empty`, where: `"row".${quoted(name)} IS NULL AND NOT ${bad}` }]
      : []),
  ];
}

/** A rule names columns without their table, so the row stands for it. */
function ruleChecks({ target }: TablePlan): Check[] {
  return target.checks.map(({ name, sql }) => ({
    reason: `breaks the rule ${shown(name)}: ${printable(sql)}`,
    where: `NOT ${sql}`,
  }));
}

function uniqueCheck({ target }: TablePlan, unique: TablePlan["target"]["uniques"][number]): Check {
  const { parts, where, nullsEqual } = unique;
  const filled = nullsEqual ? [] : parts.map((part) => `(${part}) IS NOT NULL`);
  const filter = [...(where ? [where] : []), ...filled].join(" AND ") || "true";
  // As text a missing value equals another one.
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
  const reason = `${own.map((name) => shown(name)).join(", ")} leads to no row of ${shown(parent)}`;
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
