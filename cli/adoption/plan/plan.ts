import { quoted, shown } from "../names.ts";
import type { TargetTable } from "../targets.ts";
import type { Chosen, Located } from "./choice.ts";
import { type Conversion, conversionOf } from "./conversion.ts";
import { withReset } from "./password.ts";
import type { ColumnPlan, TablePlan } from "./table-plan.ts";

/** What is taken over, how, and what is not. */
export interface AdoptionPlan {
  /** Parents before children. */
  readonly tables: readonly TablePlan[];
  readonly converted: readonly string[];
  /** Columns of the dump that have no place here. */
  readonly leftColumns: readonly string[];
  /** Columns of local times, when no zone was given. */
  readonly needZone: readonly string[];
  readonly problems: readonly string[];
}

/** A plan while it is made. */
interface Draft {
  readonly converted: string[];
  readonly leftColumns: string[];
  readonly needZone: string[];
  readonly problems: string[];
}

/** Plans every column. @param zone in which local times of the dump are meant */
export function planAdoption(pairs: Chosen["pairs"], zone?: string): AdoptionPlan {
  const draft: Draft = { converted: [], leftColumns: [], needZone: [], problems: [] };
  const tables = pairs.map(({ target, source }) => {
    draft.converted.push(...shapeNotes(source));
    const columns = target.columns.flatMap((wanted) => planColumn(wanted, { target, source, zone }, draft));
    const strangers = source.columns.filter(
      ({ name }) => !target.columns.some((column) => column.name === name),
    );
    draft.leftColumns.push(...strangers.map(({ name }) => shown(target.name, name)));
    return { target, source, columns: withReset(target, source, columns) };
  });
  return { tables, ...draft };
}

interface Place {
  readonly target: TargetTable;
  readonly source: Located;
  readonly zone: string | undefined;
}

function planColumn(
  wanted: TargetTable["columns"][number],
  { target, source, zone }: Place,
  draft: Draft,
): ColumnPlan[] {
  const { name, type, notNull, required } = wanted;
  const label = shown(target.name, name);
  const given = source.columns.find((column) => column.name === name);
  if (!given && required)
    draft.problems.push(`${label} (${type}) is not in the dump, and every row needs it`);
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
  if (conversion.kind === "refuse") draft.problems.push(`${types}: no safe conversion is known`);
}
