import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Rate } from "./throttle.ts";

/** Adds one attempt to a bucket; returns no row when it would overflow. */
export function fillBucket(database: Database, key: Buffer, { most, seconds }: Rate) {
  const step = sql`make_interval(secs => ${seconds / most})`;
  const filled = sql<Date>`greatest("Throttle".empty_at, now()) + ${step}`;
  return database
    .insertInto("Throttle")
    .values({ key, empty_at: sql<Date>`now() + ${step}` })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet({ empty_at: filled })
        .where(
          sql<boolean>`${filled} <= now() + make_interval(secs => ${seconds}) + interval '1 millisecond'`,
        ),
    )
    .returning("empty_at");
}

/** Seconds until a bucket is empty. */
export function readBucket(database: Database, key: Buffer) {
  return database
    .selectFrom("Throttle")
    .select(sql<number>`extract(epoch from empty_at - now())::float8`.as("left"))
    .where("key", "=", key);
}

/** Forgets a bucket. */
export function emptyBucket(database: Database, key: Buffer) {
  return database.deleteFrom("Throttle").where("key", "=", key);
}

/** Removes buckets that are empty, at most 500 at once. */
export function sweepBuckets(database: Database) {
  return database
    .deleteFrom("Throttle")
    .where("key", "in", (from) =>
      from.selectFrom("Throttle").select("key").where("empty_at", "<", sql<Date>`now()`).limit(500),
    );
}
