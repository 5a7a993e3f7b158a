import type { Measures, TableMeasure } from "./measures.ts";

/** Comparison of a restored copy with the live database just before and just after its moment. */
export interface Comparison {
  /** Tables that did not change around the moment and are equal in the copy. */
  equal: string[];
  /** Tables that changed and whose row count in the copy is between the two counts. */
  between: string[];
  /** Differences that prove that the copy is wrong. */
  problems: string[];
  /** Differences that prove nothing, because the table changed too much. */
  undecided: string[];
}

/** The live database just before and just after a moment. */
export interface Around {
  before: Measures;
  after: Measures;
  /** Whether every transaction open at the moment had ended when `after` was measured, so that `after` includes its changes. */
  settled: boolean;
}

/** Compares a copy with the live database around the copy's moment. */
export function compare({ before, after, settled }: Around, restored: Measures): Comparison {
  const result: Comparison = { equal: [], between: [], problems: [], undecided: [] };
  for (const [name, first] of before) {
    const last = after.get(name);
    const copy = restored.get(name);
    if (!last) result.undecided.push(`${name} was dropped around the moment`);
    else if (!copy) result.problems.push(`${name} is missing from the copy`);
    else if (isUnchanged(first, last)) compareUnchanged(name, difference(first, copy), settled, result);
    else compareChanged(name, [first.count, last.count], copy, result);
  }
  for (const name of restored.keys()) {
    if (!before.has(name) && !after.has(name)) result.problems.push(`${name} exists only in the copy`);
  }
  return result;
}

/** Whether a table did not change, judged by its hash, or by its row count if it is append-only. */
export function isUnchanged(first: TableMeasure, last: TableMeasure): boolean {
  return first.count === last.count && first.hash === last.hash;
}

function difference(live: TableMeasure, copy: TableMeasure): string | undefined {
  if (copy.count !== live.count) return `has ${copy.count} rows instead of ${live.count}`;
  return copy.hash === live.hash ? undefined : "has different rows from the live table";
}

function compareUnchanged(
  name: string,
  differs: string | undefined,
  settled: boolean,
  result: Comparison,
): void {
  if (differs === undefined) result.equal.push(name);
  else if (settled) result.problems.push(`${name} ${differs}`);
  else result.undecided.push(`${name} ${differs}, but a transaction from before the moment was still open`);
}

function compareChanged(
  name: string,
  counts: [bigint, bigint],
  copy: TableMeasure,
  result: Comparison,
): void {
  const [least, most] = counts[0] < counts[1] ? counts : [counts[1], counts[0]];
  if (copy.count >= least && copy.count <= most) result.between.push(name);
  else
    result.undecided.push(
      `${name} has ${copy.count} rows, but had ${counts.join(" before and ")} after the moment`,
    );
}
