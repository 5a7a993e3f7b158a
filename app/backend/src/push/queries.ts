import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** A browser that wants web push. */
export interface NewSubscription {
  userId: string;
  sessionId: string;
  endpointHash: Buffer;
  sealed: Buffer;
}

/** Keeps a subscription. A browser has one, so it goes to the person who signed in there last. */
export function saveSubscription(tx: Database, { userId, sessionId, endpointHash, sealed }: NewSubscription) {
  const owner = { user_id: userId, session_id: sessionId, sealed };
  return tx
    .insertInto("PushSubscription")
    .values({ ...owner, endpoint_hash: endpointHash })
    .onConflict((conflict) => conflict.column("endpoint_hash").doUpdateSet({ ...owner, revoked_at: null }))
    .returning(["id", "created_at as createdAt"]);
}

/** Somebody's browsers that get web push: their sessions have not ended. */
export function listSubscriptions(database: Database, userId: string) {
  return database
    .selectFrom("PushSubscription as p")
    .innerJoin("UserSession as s", "s.id", "p.session_id")
    .where("p.user_id", "=", userId)
    .where("p.revoked_at", "is", null)
    .where("s.revoked_at", "is", null)
    .where("s.expires_at", ">", sql<Date>`now()`)
    .select(["p.id", "p.sealed", "p.session_id as sessionId", "p.created_at as createdAt"])
    .orderBy("p.created_at")
    .orderBy("p.id");
}

/** Ends a subscription, if it is this person's. */
export function revokeSubscription(tx: Database, userId: string, id: string) {
  return tx
    .updateTable("PushSubscription")
    .set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .returning("id");
}
