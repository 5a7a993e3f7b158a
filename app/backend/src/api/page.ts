import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { ApiError } from "./api-error.ts";

/** The place of a row in a list that is ordered by time and id. */
export interface Place {
  /** Time with microseconds, as {@link exactTime} selects it: a `Date` has milliseconds, and would skip rows. */
  at: string;
  id: string;
}

/** Selects a time with microseconds, for {@link Place}. @param column a `timestamptz`, with its table */
export function exactTime(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Whether a table's rows come after a place, in a list by time and id: `<` where the newest are first. */
export function comesAfter(table: string, order: "<" | ">", { at, id }: Place): RawBuilder<boolean> {
  const row = sql`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)})`;
  return sql<boolean>`${row} ${sql.raw(order)} (${at}::timestamptz, ${id}::uuid)`;
}

/** Query of every long list. `after` is the `next` of the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,120}$/, "use the cursor of the page before as it is")
    .optional(),
});

/** A page of a list: `next` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** The place that a cursor stands for. @throws ApiError when it was not made by {@link page} */
export function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [at, id] = Buffer.from(cursor, "base64url").toString().split(" ");
  const parsed = placeSchema.safeParse({ at, id });
  if (!parsed.success)
    throw new ApiError("invalid_request", "The cursor is not valid. Load the list from its beginning.");
  return parsed.data;
}

const placeSchema = z.object({ at: z.iso.datetime({ precision: 6 }), id: z.uuid() });

/** The page that `limit + 1` rows make: the additional row only tells that there is a next page. */
export function page<Row extends Place, Item>(rows: readonly Row[], limit: number, show: (row: Row) => Item) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next =
    last && rows.length > limit ? Buffer.from(`${last.at} ${last.id}`).toString("base64url") : null;
  return { items: shown.map(show), next };
}
