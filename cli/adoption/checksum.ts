import { z } from "zod";
import { quoted } from "./names.ts";
import type { TablePlan } from "./plan/table-plan.ts";
import type { Quarantine } from "./quarantine/quarantine.ts";
import { STAGING } from "./staging.ts";

/** How many rows a table has, and a hash of them all. */
export const checksumSchema = z.object({ rows: z.number(), hash: z.string() });
export type TableChecksum = z.infer<typeof checksumSchema>;

/**
 * A query for rows and hash of what is taken over. Each row's MD5 is added up in two halves: the order of the rows does not
 * count, every value does, and a table of any size needs no sort.
 */
export function checksumSql({ target, columns }: TablePlan): string {
  const row = `md5(ROW(${columns.map(({ name }) => quoted(name)).join(", ")})::text)`;
  const sum = (half: string) => `coalesce(sum(('x' || ${half})::bit(60)::bigint), 0)`;
  return `SELECT json_build_object('rows', count(*), 'hash', md5(concat_ws(':', count(*), ${sum("left(md5, 15)")}, ${sum("right(md5, 15)")})))
  FROM (SELECT ${row} AS md5 FROM public.${quoted(target.name)}) AS hashed`;
}

/** A query for all of them as one JSON array, in the order of `plans`. */
export function checksumsSql(plans: readonly TablePlan[]): string {
  return `SELECT json_build_array(${plans.map((plan) => `(${checksumSql(plan)})`).join(",\n")})`;
}

/** What the converted rows in the quarantine are, in the order of `plans`. */
export function stagedChecksums(
  quarantine: Quarantine,
  plans: readonly TablePlan[],
): Promise<TableChecksum[]> {
  return quarantine.ask(STAGING, checksumsSql(plans), z.array(checksumSchema));
}
