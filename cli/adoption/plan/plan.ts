import { quoted, shown } from "../names.ts";
import type { TargetTable } from "../targets.ts";
import type { Chosen, Located } from "./choice.ts";
import { type Conversion, conversionOf } from "./conversion.ts";
import { withPasswordReset } from "./password.ts";
import type { ColumnPlan, TablePlan } from "./table-plan.ts";

/** What is imported, how, and what is not. */
export interface AdoptionPlan {
  /** Parents before children. */
  tables: readonly TablePlan[];
  converted: readonly string[];
  /** Columns of the dump that this database does not have. */
  leftColumns: readonly string[];
  /** Columns that need a time zone. */
  needZone: readonly string[];
  problems: readonly string[];
}

type Draft = Record<"converted" | "leftColumns" | "needZone" | "problems", string[]>;

/** Plans every column. @param zone of the dump's times without one */
export function planAdoption(pairs: Chosen["pairs"], zone?: string): AdoptionPlan {
  const draft: Draft = { converted: [], leftColumns: [], needZone: [], problems: [] };
  const tables = pairs.map(({ target, source }) => {
    draft.converted.push(...shapeNotes(source));
    const columns = target.columns.flatMap((wanted) => planColumn(wanted, { target, source, zone }, draft));
    const unknown = source.columns.filter(
      ({ name }) => !target.columns.some((column) => column.name === name),
    );
    draft.leftColumns.push(...unknown.map(({ name }) => shown(target.name, name)));
    return { target, source, columns: withPasswordReset(target, source, columns) };
  });
  return { tables, ...draft };
}

function planColumn(
  wanted: TargetTable["columns"][number],
  { target, source, zone }: { target: TargetTable; source: Located; zone: string | undefined },
  draft: Draft,
): ColumnPlan[] {
  const { name, type, notNull, required } = wanted;
  const label = shown(target.name, name);
  const given = source.columns.find((column) => column.name === name);
  if (!given && required) draft.problems.push(`${label} (${type}) is required but missing from the dump`);
  if (!given) return [];
  const column = quoted(name);
  const conversion = conversionOf({ from: given.base, to: wanted.base, column }, zone);
  note(conversion, `${label}: ${given.type} in the dump, ${type} here`, draft);
  if (conversion.kind !== "same" && conversion.kind !== "convert") return [];
  const valid = conversion.kind === "convert" ? conversion.valid : "true";
  return [{ name, type, notNull, sql: conversion.sql, valid, present: `${column} IS NOT NULL` }];
}

function shapeNotes({ name, kind, children }: Located): string[] {
  if (kind === "v" || kind === "m")
    return [`${shown(name)} is a view in the dump: its rows as the view shows them`];
  return children > 0 ? [`${shown(name)}: with the rows of its ${children} child or partition tables`] : [];
}

function note(conversion: Conversion, types: string, draft: Draft): void {
  if (conversion.kind === "convert") draft.converted.push(`${types}: ${conversion.how}`);
  if (conversion.kind === "needs zone") draft.needZone.push(types);
  if (conversion.kind === "refuse") draft.problems.push(`${types}: there is no safe conversion`);
}
