import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";

/** What one column of a table is filled from. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Over the dump's columns. */
  readonly sql: string;
  /** Whether a value that is there can be converted; over the dump's columns. */
  readonly valid: string;
  /** Whether the dump's value is there; over the dump's columns. */
  readonly present: string;
}

/** One table that is taken over. */
export interface TablePlan {
  readonly target: TargetTable;
  readonly source: Located;
  readonly columns: readonly ColumnPlan[];
}
