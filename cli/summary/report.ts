import type { Cell } from "./cell.ts";

/** A table of one kind of finding. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What `danger` and `warning` say has to be read before anybody agrees. */
  readonly tone: "danger" | "warning" | "plain";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Shown closed: the rows are for looking up. */
  readonly folded?: boolean;
  /** Rows left out for length. */
  readonly cut?: number;
}

/** Counts by what is done. */
export interface Totals {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly unchanged: number;
  /** Updates of which a preview cannot tell whether they change anything. */
  readonly uncertain: number;
  /** Things that do not answer for a while. */
  readonly downtime: number;
  /** Things whose data goes. */
  readonly dataLoss: number;
  readonly refusals: number;
}

export type Verdict = "unchanged" | "changes" | "refused" | "failed" | "unfinished";

/** What there is to know of a stack, in the order in which a person wants to know it. */
export interface Report {
  readonly stack: string;
  /** Begins the title, as in `Preview of STACK`. */
  readonly about: "Preview of" | "Deployment of" | "Drift of" | "No word on";
  readonly verdict: Verdict;
  /** Absent where nothing is deployed. */
  readonly totals?: Totals;
  /** What is the matter, in one line. */
  readonly headline: Cell;
  /** The totals in one line. */
  readonly counts: string;
  readonly sections: readonly Section[];
  readonly links: Cell;
}

/** A section without the columns in which no row has anything. */
export function shownColumns(section: Section): Section {
  const { columns, rows } = section;
  const filled = columns.map((_, index) => rows.some((row) => row[index]?.some((piece) => piece !== "–")));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, index) => filled[index]);
  return { ...section, columns: kept(columns), rows: rows.map(kept) };
}
