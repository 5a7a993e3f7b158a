import { insertAcquaintance } from "../circles/queries.ts";
import { closeQuestions } from "../consent/queries.ts";
import type { Database } from "../database/database.ts";
import type { RequestRow } from "./queries.ts";

/** Ends the question between two people that a request is. */
export async function answered(
  tx: Database,
  { id, senderId, recipientId }: Pick<RequestRow, "id" | "senderId" | "recipientId">,
  status: "yes" | "no" | "withdrawn" | "expired",
): Promise<void> {
  await closeQuestions(tx, { aboutId: id, askedId: recipientId }, status).execute();
  // Two people who play together may find each other afterwards.
  if (status === "yes")
    await insertAcquaintance(tx, { one: senderId, other: recipientId, source: "session" }).execute();
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
