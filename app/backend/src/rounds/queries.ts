import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** Removes answers that were kept for a day, at most 500 at once. */
export function sweepIdempotencyKeys(database: Database) {
  return database
    .deleteFrom("IdempotencyKey")
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple("user_id", "key"),
        "in",
        selectFrom("IdempotencyKey")
          .select(["user_id", "key"])
          .where("created_at", "<", sql<Date>`now() - interval '1 day'`)
          .limit(500)
          .$asTuple("user_id", "key"),
      ),
    );
}
