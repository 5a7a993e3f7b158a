import type { Measures, TableMeasure } from "./measures.ts";

/** What a restored copy shows beside the live database right before and right after its moment. */
export interface Comparison {
  /** Tables that stood still around the moment and are the same in the copy. */
  equal: string[];
  /** Tables that moved, and whose count in the copy lies between. */
  between: string[];
  /** What cannot be so: the copy is wrong. */
  problems: string[];
  /** What can neither be proved nor refuted, because the table moved too much. */
  undecided: string[];
}

/** The live database right before and right after a moment. */
export interface Around {
  before: Measures;
  after: Measures;
  /** Every transaction that was under way at the moment had ended when `after` was measured: what the log has of it is in `after`. */
  settled: boolean;
}

/** Compares a copy with the live database around the copy's moment. */
export function compare({ before, after, settled }: Around, restored: Measures): Comparison {
  const result: Comparison = { equal: [], between: [], problems: [], undecided: [] };
  for (const [name, first] of before) {
    const last = after.get(name);
    const copy = restored.get(name);
    if (!last) result.undecided.push(`${name} was dropped around the moment`);
    else if (!copy) result.problems.push(`${name} is not in the copy`);
    else if (stoodStill(first, last)) judgeStill(name, difference(first, copy), settled, result);
    else judgeMoved(name, [first.count, last.count], copy, result);
  }
  for (const name of restored.keys()) {
    if (!before.has(name) && !after.has(name)) result.problems.push(`${name} is in the copy only`);
  }
  return result;
}

/** Whether the table did not change: by its hash, or where there is none by its count, since it only grows. */
export function stoodStill(first: TableMeasure, last: TableMeasure): boolean {
  return first.count === last.count && first.hash === last.hash;
}

function difference(live: TableMeasure, copy: TableMeasure): string | undefined {
  if (copy.count !== live.count) return `has ${copy.count} rows instead of ${live.count}`;
  return copy.hash === live.hash ? undefined : "has other rows than the live one had";
}

function judgeStill(name: string, differs: string | undefined, settled: boolean, result: Comparison): void {
  if (differs === undefined) result.equal.push(name);
  else if (settled) result.problems.push(`${name} ${differs}`);
  else result.undecided.push(`${name} ${differs}, and a transaction from before the moment had not ended`);
}

function judgeMoved(name: string, counts: [bigint, bigint], copy: TableMeasure, result: Comparison): void {
  const [least, most] = counts[0] < counts[1] ? counts : [counts[1], counts[0]];
  if (copy.count >= least && copy.count <= most) result.between.push(name);
  else
    result.undecided.push(
      `${name} has ${copy.count} rows and had ${counts.join(" before, ")} after the moment`,
    );
}
