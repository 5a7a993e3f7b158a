import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";

/** Source of one column. */
export interface ColumnPlan {
  name: string;
  type: string;
  notNull: boolean;
  /** Expression over the dump's columns. */
  sql: string;
  /** Expression for whether a value can be converted. */
  valid: string;
  /** Expression for whether there is a value. */
  present: string;
}

/** One table to import. */
export interface TablePlan {
  target: TargetTable;
  source: Located;
  columns: readonly ColumnPlan[];
}
