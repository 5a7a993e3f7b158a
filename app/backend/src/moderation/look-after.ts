import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import { checkModeration } from "./heartbeat.ts";
import { liftSuspensions } from "./sanctions.ts";

/** At most this many rows of a kind at a time; the rest waits for the next time. */
const slice = 100;

/**
 * What moderation needs every few minutes: the check that lets first contact go on, suspensions that are over, and words of reports
 * that were kept long enough. When nobody calls it, first contact closes by itself.
 */
export async function lookAfterModeration(tx: Database): Promise<void> {
  await checkModeration(tx);
  await liftSuspensions(tx, slice);
  await emptyReports(tx);
}

/** Destroys the keys of reports that were kept long enough: their words cannot be read any more, in backups either. */
async function emptyReports(tx: Database): Promise<void> {
  const now = sql<Date>`now()`;
  await tx
    .updateTable("Report")
    .set({ sealed_key: null, words_sealed: null, evidence_sealed: null, emptied_at: now })
    .where("id", "in", (eb) =>
      eb
        .selectFrom("Report")
        .select("id")
        .where("keep_until", "<", now)
        .where("emptied_at", "is", null)
        .where("status", "in", ["decided", "closed"])
        .limit(slice),
    )
    .execute();
}
