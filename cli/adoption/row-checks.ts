import { z } from "zod";
import { literal, printable, quoted, shown } from "./names.ts";
import type { ColumnPlan, TablePlan } from "./plan.ts";
import type { Quarantine } from "./quarantine.ts";
import { BAD, ROW, STAGING } from "./staging.ts";

/** Rows of one table that do not fit for one reason. */
const misfitSchema = z.object({
  table: z.string(),
  reason: z.string(),
  count: z.number(),
  /** Which rows: the value of the primary key where it is a number or a UUID, else the row's place in its table. */
  keys: z.array(z.string()),
});
export type Misfit = z.infer<typeof misfitSchema>;

/** So many rows of one reason are named; the count is of all. */
const NAMED = 1000;
/** Types whose values say nothing of a person. */
const PLAIN_KEYS = ["uuid", "bigint", "integer", "smallint"];

interface Check {
  readonly reason: string;
  /** Rows of the staged table `row` that do not fit. */
  readonly where: string;
  /** What `row` is; default: the table itself. */
  readonly from?: string;
}

/** Tries every rule of this database on the converted rows, all at once. */
export async function findMisfits(quarantine: Quarantine, plans: readonly TablePlan[]): Promise<Misfit[]> {
  const parts = plans.flatMap((plan) => checksOf(plan, plans).map((check) => checkSql(plan, check)));
  if (parts.length === 0) return [];
  const sql = `SELECT coalesce(json_agg(found), '[]') FROM (${parts.join("\nUNION ALL\n")}) AS found WHERE count > 0`;
  return quarantine.ask(STAGING, sql, z.array(misfitSchema));
}

function checkSql({ target, columns }: TablePlan, { reason, where, from }: Check): string {
  const key = target.key.map((name) => columns.find((column) => column.name === name));
  const plain = key.length > 0 && key.every((column) => column && PLAIN_KEYS.includes(column.type));
  const place = `'row ' || "row".${ROW}`;
  const parts = target.key.map((name) => `"row".${quoted(name)}::text`);
  const shownKey = plain ? `coalesce(${parts.join(" || ', ' || ")}, ${place})` : place;
  const table = `public.${quoted(target.name)}`;
  return `SELECT ${literal(target.name)} AS "table", ${literal(reason)} AS reason, count(*) AS count,
  coalesce((array_agg(key ORDER BY place))[1:${NAMED}], '{}') AS keys
  FROM (SELECT ${shownKey} AS key, "row".${ROW} AS place FROM ${from ?? table} AS "row" WHERE ${where}) AS misfit`;
}

function checksOf(plan: TablePlan, plans: readonly TablePlan[]): Check[] {
  return [
    ...plan.columns.flatMap(columnChecks),
    ...ruleChecks(plan),
    ...plan.target.uniques.map((unique) => uniqueCheck(plan, unique)),
    ...plan.target.references.flatMap((reference) => referenceCheck(plan, plans, reference)),
  ];
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
  return {
    reason: `has the same ${parts.map(printable).join(", ")} as another row`,
    where: "adoption_times > 1",
    from: `(SELECT *, count(*) OVER (PARTITION BY ${parts.join(", ")}) AS adoption_times FROM public.${quoted(target.name)} WHERE ${filter})`,
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
