import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";
import type { ColumnPlan, TablePlan } from "./table-plan.ts";

const HASH = "password_hash";
const MUST_RESET = "password_must_be_reset";
const OWN_HASH = "LIKE '$scrypt$%'";

/** Omits hashes that this backend cannot verify and marks their accounts, which have to set a new password. */
export function withPasswordReset(
  target: TargetTable,
  source: Located,
  columns: readonly ColumnPlan[],
): readonly ColumnPlan[] {
  const marker = target.columns.find(({ name }) => name === MUST_RESET);
  if (target.name !== "User" || !marker) return columns;
  const hash = columns.find(({ name }) => name === HASH);
  const marked = source.columns.some(({ name }) => name === MUST_RESET) ? `"${MUST_RESET}" IS TRUE OR ` : "";
  const foreign = hash ? `${hash.present} AND (${hash.sql})::text NOT ${OWN_HASH}` : "true";
  const others = columns.filter(({ name }) => name !== HASH && name !== MUST_RESET);
  return [
    ...others,
    ...(hash ? [{ ...hash, sql: `CASE WHEN (${hash.sql})::text ${OWN_HASH} THEN ${hash.sql} END` }] : []),
    {
      name: MUST_RESET,
      type: marker.type,
      notNull: true,
      sql: `(${marked}(${foreign}))`,
      valid: "true",
      present: "true",
    },
  ];
}

/** Whether a table's plan marks accounts that have to set a new password. */
export function marksPasswords({ columns }: TablePlan): boolean {
  return columns.some(({ name }) => name === MUST_RESET);
}
