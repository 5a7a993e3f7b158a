import type { Cell } from "./cell.ts";

/** A table of one kind of finding. */
export interface Section {
  id: string;
  title: string;
  /** What `danger` and `warning` say has to be read before anybody agrees. */
  tone: "danger" | "warning" | "plain";
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** Shown closed: the rows are for looking up. */
  folded?: boolean;
  /** Rows left out for length. */
  cut?: number;
}

/** Counts by what is done. */
export interface Totals {
  create: number;
  update: number;
  replace: number;
  delete: number;
  unchanged: number;
  /** Updates of which a preview cannot tell whether they change anything. */
  uncertain: number;
  /** Things that do not answer for a while. */
  downtime: number;
  /** Things whose data goes. */
  dataLoss: number;
  refusals: number;
}

export type Verdict = "unchanged" | "changes" | "refused" | "failed" | "unfinished";

/** What there is to know of a stack, in the order in which a person wants to know it. */
export interface Report {
  stack: string;
  /** Begins the title, as in `Preview of STACK`. */
  about: "Preview of" | "Deployment of" | "Drift of" | "No word on";
  verdict: Verdict;
  /** Absent where nothing is deployed. */
  totals?: Totals;
  /** What is the matter, in one line. */
  headline: Cell;
  /** The totals in one line. */
  counts: string;
  sections: readonly Section[];
  links: Cell;
}

/** A section without the columns in which no row has anything. */
export function shownColumns(section: Section): Section {
  const { columns, rows } = section;
  const filled = columns.map((_, index) => rows.some((row) => row[index]?.some((piece) => piece !== "–")));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, index) => filled[index]);
  return { ...section, columns: kept(columns), rows: rows.map(kept) };
}
