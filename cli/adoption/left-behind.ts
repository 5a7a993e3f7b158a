import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import { shown } from "./names.ts";
import type { Located } from "./plan/choice.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { largeObjects } from "./relations.ts";
import { sourceName } from "./row-counts.ts";
import { isImported } from "./targets.ts";

/** Something in the dump that is not imported, and why. */
export interface LeftBehind {
  what: string;
  /** Number of its rows; undefined if it has none to count. */
  rows: number | undefined;
  why: string;
}

/** Lists everything in the dump that contains data and is not imported. */
export async function leftBehind(
  quarantine: Quarantine,
  relations: readonly Located[],
  plans: readonly TablePlan[],
): Promise<LeftBehind[]> {
  const found: LeftBehind[] = [];
  const taken = plans.map(({ source }) => source);
  const several = new Set(relations.map(({ database }) => database)).size > 1;
  // A child table's rows are included in its parent's.
  const others = relations.filter((one) => !taken.includes(one) && !one.child && one.kind !== "v");
  for (const relation of others) {
    const label = shown(...(relation.schema === "public" ? [] : [relation.schema]), relation.name);
    const what = several ? `${label} of the database ${shown(relation.databaseName)}` : label;
    found.push({ what, rows: await rowsOf(quarantine, relation), why: whyLeft(relation) });
  }
  for (const database of new Set(relations.map((relation) => relation.database))) {
    const objects = await largeObjects(quarantine, database);
    if (objects > 0)
      found.push({ what: "large objects", rows: objects, why: "this database has no large objects" });
  }
  return found;
}

function whyLeft({ name, kind }: Located): string {
  if (!isImported(name)) return "this database keeps its own records";
  if (kind === "f") return "a foreign table's rows are in another database";
  return "this database has no such table, or imports it from another schema";
}

async function rowsOf(quarantine: Quarantine, relation: Located): Promise<number | undefined> {
  if (relation.kind === "f") return undefined;
  try {
    const sql = `SELECT count(*) FROM ${sourceName(relation)}`;
    return await quarantine.ask(relation.database, sql, z.number());
  } catch (error) {
    // A materialised view without data cannot be read.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
