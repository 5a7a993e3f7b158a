import { sql } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { RequestRow } from "./queries.ts";

/** Ends the question between two people that a request is. */
export async function answered(
  tx: Database,
  { id, recipientId }: RequestRow,
  status: "yes" | "no" | "withdrawn" | "expired",
): Promise<void> {
  await tx
    .updateTable("ContactQuestion")
    .set({ status, answered_at: sql<Date>`now()` })
    .where("about_id", "=", id)
    .where("asked_id", "=", recipientId)
    .where("status", "=", "open")
    .execute();
}

/** Opens the question again, because its end was taken back. The database refuses it when the two have another open one. */
export async function reopened(tx: Database, { id, recipientId }: RequestRow): Promise<void> {
  await tx
    .updateTable("ContactQuestion")
    .set({ status: "open", answered_at: null })
    .where("about_id", "=", id)
    .where("asked_id", "=", recipientId)
    .where("status", "in", ["no", "withdrawn"])
    .execute();
}

/** Asks somebody, if they may be asked now. */
export async function ask(
  tx: Database,
  {
    askerId,
    askedId,
    requestId,
  }: { askerId: string; askedId: string; requestId: string; now: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto("ContactQuestion")
    .values({ asker_id: askerId, asked_id: askedId, kind: "game_request", about_id: requestId })
    .execute();
}
