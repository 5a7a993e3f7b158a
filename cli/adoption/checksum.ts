import { z } from "zod";
import { quoted } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { staging } from "./staging.ts";

/** Number of a table's rows, and a hash of them. */
export const checksumSchema = z.object({ rows: z.number(), hash: z.string() });
export type TableChecksum = z.infer<typeof checksumSchema>;

/**
 * Query for the checksum of a table's imported columns. Sums up the two halves of each row's MD5, so that the order of rows does
 * not matter and no sort is needed.
 */
export function checksumSql({ target, columns }: TablePlan): string {
  const row = `md5(ROW(${columns.map(({ name }) => quoted(name)).join(", ")})::text)`;
  const sum = (half: string) => `coalesce(sum(('x' || ${half})::bit(60)::bigint), 0)`;
  return `SELECT json_build_object('rows', count(*), 'hash', md5(concat_ws(':', count(*), ${sum("left(md5, 15)")}, ${sum("right(md5, 15)")})))
  FROM (SELECT ${row} AS md5 FROM public.${quoted(target.name)}) AS hashed`;
}

/** Query for all checksums as one JSON array, in the order of `plans`. */
export function checksumsSql(plans: readonly TablePlan[]): string {
  return `SELECT json_build_array(${plans.map((plan) => `(${checksumSql(plan)})`).join(",\n")})`;
}

/** Checksums of the converted rows in the quarantine, in the order of `plans`. */
export function stagedChecksums(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
): Promise<TableChecksum[]> {
  return quarantine.ask(staging, checksumsSql(plans), z.array(checksumSchema));
}
