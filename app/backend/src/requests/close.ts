import type { Database } from "../database/database.ts";
import { ownEffects } from "./own-effects.ts";
import { findAnyRequest, openRequestsOf, setRequestStatus } from "./queries.ts";
import { closing } from "./transitions.ts";

/** Ends all open requests of a session that does not take place. */
export async function closeRequests(tx: Database, sessionId: string): Promise<void> {
  for (const { id } of await openRequestsOf(tx, sessionId).execute()) {
    const request = await findAnyRequest(tx, id).executeTakeFirstOrThrow();
    const closed = await setRequestStatus(tx, id, "pending", "cancelled").executeTakeFirst();
    if (closed) for (const effect of closing) await ownEffects[effect](tx, request);
  }
}
