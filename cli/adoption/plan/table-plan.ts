import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";

/** Source of one column. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Expression over the dump's columns. */
  readonly sql: string;
  /** Expression for whether a value can be converted. */
  readonly valid: string;
  /** Expression for whether there is a value. */
  readonly present: string;
}

/** One table to import. */
export interface TablePlan {
  readonly target: TargetTable;
  readonly source: Located;
  readonly columns: readonly ColumnPlan[];
}
