import { type Confirmation, unconfirmed } from "./confirmation.ts";
import type { Reading } from "./dump/reading.ts";
import type { DumpSource } from "./dump/source.ts";
import { bareName } from "./dump/statement.ts";
import { type LeftBehind, leftBehind } from "./left-behind.ts";
import { findLosses } from "./losses.ts";
import { shown } from "./names.ts";
import { chooseSources, type Located } from "./plan/choice.ts";
import { type AdoptionPlan, planAdoption } from "./plan/plan.ts";
import type { Loaded } from "./quarantine/load.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { Refusal } from "./refusal.ts";
import { relationsOf } from "./relations.ts";
import { compareRowCounts } from "./row-counts.ts";
import { isImported, type Target } from "./targets.ts";

/** Options of an adoption. */
export interface AdoptionRequest extends Confirmation {
  dryRun?: boolean | undefined;
  /** Invalid rows are kept apart with their reasons, and the others are imported. */
  setAside?: boolean | undefined;
}

/** A dump, the database to import it into, and the options. */
export interface AdoptionTask {
  source: DumpSource;
  target: Target;
  request: AdoptionRequest;
}

/** Plan for a loaded dump, before its rows are converted. */
export interface Prepared {
  plan: AdoptionPlan;
  left: readonly LeftBehind[];
  /** What the operator still has to supply or correct. */
  open: readonly string[];
}

/** Plans the import of a loaded dump. @throws {Refusal} with all problems */
export async function prepare(
  quarantine: Quarantine,
  loaded: Loaded,
  { target, request }: AdoptionTask,
): Promise<Prepared> {
  const { reading, end, databases } = loaded;
  const wanted = target.tables.map(({ name }) => name).filter(isImported);
  const losses = findLosses(reading, end, new Set(wanted));
  if (!end.whole || reading.verdict.kind === "cut")
    throw new Refusal("the dump cannot be imported", losses.problems);
  const relations: Located[] = [];
  for (const [databaseName, database] of databases)
    for (const relation of await relationsOf(quarantine, database))
      relations.push({ ...relation, database, databaseName });
  const { pairs, problems } = chooseSources(relations, target.tables, request.schema);
  // Without a zone the rows are checked anyway, so that all problems are reported at once.
  const plan = planAdoption(pairs, request.timeZone);
  const tried = planAdoption(pairs, request.timeZone ?? "UTC");
  const zones = plan.needZone.map(
    (column) => `${column}: choose its zone with --time-zone, for example --time-zone UTC`,
  );
  const counts = await compareRowCounts(quarantine, tried.tables, reading, databases);
  const gone = losses.problems.length > 0 ? [] : droppedTables(wanted, reading, relations);
  const all = [...losses.problems, ...gone, ...problems, ...plan.problems, ...counts.problems];
  if (all.length > 0)
    throw new Refusal("the dump does not match this database", [...all, ...zones, ...leftColumnLines(plan)]);
  const doubts = [...endDoubts(reading), ...reading.doubts, ...counts.doubts];
  const open = [...zones, ...unconfirmed(doubts, tried.tables, counts.rows, request.rows)];
  const others = await leftBehind(quarantine, relations, tried.tables);
  return { plan: tried, left: [...others, ...losses.left, ...leftColumns(tried)], open };
}

const endDoubts = ({ verdict }: Reading): string[] => (verdict.kind === "unproven" ? [verdict.why] : []);

/** Tables that the dump fills and later drops or renames. */
function droppedTables(wanted: readonly string[], reading: Reading, relations: readonly Located[]): string[] {
  const copied = reading.copied.map(({ target }) => bareName(target));
  const filled = new Set([...copied, ...reading.uncounted]);
  return wanted
    .filter((name) => filled.has(name) && !relations.some((relation) => relation.name === name))
    .map((name) => `${shown(name)}: the dump fills it, then drops or renames it`);
}

const leftColumns = ({ leftColumns: columns }: AdoptionPlan): LeftBehind[] =>
  columns.map((what) => ({ what, rows: undefined, why: "this database has no such column" }));

const leftColumnLines = ({ leftColumns: columns }: AdoptionPlan): string[] =>
  columns.length > 0 ? [`columns that this database does not have: ${columns.join(", ")}`] : [];
