import type { TargetTable } from "../targets.ts";
import type { Located } from "./choice.ts";
import type { ColumnPlan, TablePlan } from "./table-plan.ts";

const hashColumn = "password_hash";
const mustReset = "password_must_be_reset";
/**
 * Hashes that the backend can verify (`app/backend/src/passwords/formats.ts`): ours, and Werkzeug's pbkdf2 and scrypt, whose people sign in
 * with their old password and get a better hash then.
 */
export const verifiable = [
  "[$]argon2id[$]v=19[$]m=[0-9]{1,5},t=[0-9],p=[1-4][$][A-Za-z0-9+/]{11,64}[$][A-Za-z0-9+/]{16,128}",
  "[$]scrypt[$]ln=1[0-7],r=([1-9]|1[0-6]),p=([1-9]|1[0-6])[$][A-Za-z0-9_-]{16,64}[$][A-Za-z0-9_-]{22,128}",
  "pbkdf2:sha(1|224|256|384|512):(1[0-9]{0,6}|[2-9][0-9]{0,5})[$][!-~]{1,64}[$][0-9a-f]{40,128}",
  "scrypt:(1024|2048|4096|8192|16384|32768|65536|131072):([1-9]|1[0-6]):([1-9]|1[0-6])[$][!-~]{1,64}[$][0-9a-f]{128}",
];

const ownHash = `~ '^(${verifiable.join("|")})$'`;
const otherHash = `!${ownHash}`;

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
  const foreign = hash ? `${hash.present} AND (${hash.sql})::text ${otherHash}` : "true";
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
