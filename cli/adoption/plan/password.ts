import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";
import type { ColumnPlan, TablePlan } from "./table-plan.ts";

const hashColumn = "password_hash";
const mustReset = "password_must_be_reset";
const ownHash = "LIKE '$scrypt$%'";

/** Omits hashes that this backend cannot verify and marks their accounts, which have to set a new password. */
export function withPasswordReset(
  target: TargetTable,
  source: Located,
  columns: readonly ColumnPlan[],
): readonly ColumnPlan[] {
  const marker = target.columns.find(({ name }) => name === mustReset);
  if (target.name !== "User" || !marker) return columns;
  const hash = columns.find(({ name }) => name === hashColumn);
  const marked = source.columns.some(({ name }) => name === mustReset) ? `"${mustReset}" IS TRUE OR ` : "";
  const foreign = hash ? `${hash.present} AND (${hash.sql})::text NOT ${ownHash}` : "true";
  const others = columns.filter(({ name }) => name !== hashColumn && name !== mustReset);
  return [
    ...others,
    ...(hash ? [{ ...hash, sql: `CASE WHEN (${hash.sql})::text ${ownHash} THEN ${hash.sql} END` }] : []),
    {
      name: mustReset,
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
  return columns.some(({ name }) => name === mustReset);
}
