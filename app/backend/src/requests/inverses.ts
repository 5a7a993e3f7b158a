import type { Database } from "../database/database.ts";
import { violatedConstraint } from "../database/violation.ts";
import { listPlaces } from "../sessions/places.ts";
import { happenToSession } from "../sessions/settle.ts";
import type { Inverse, Undoing } from "../undo/inverse.ts";
import { happenToRequest } from "./happen.ts";
import { findRequest } from "./queries.ts";

/** How commands on requests are taken back. */
export const inverses: Readonly<Record<string, Inverse>> = {
  createGameRequest: (tx, { userId, subjectId, now }) =>
    happenToSession(tx, subjectId, { by: "host", on: "call_off", now, actorId: userId }),
  declineGameRequest: (tx, undoing) => reopen(tx, undoing, "recipient"),
  cancelGameRequest: (tx, undoing) => reopen(tx, undoing, "sender"),
};

/** Opens a request again, while the two may still meet, its time is not over and they have no other open question. */
async function reopen(
  tx: Database,
  { userId, subjectId, now }: Undoing,
  by: "recipient" | "sender",
): Promise<boolean> {
  const request = await findRequest(tx, subjectId, userId).executeTakeFirst();
  const inTime = request?.expiresAt && request.expiresAt.getTime() > now.epochMilliseconds;
  if (!inTime || !request.sessionId) return false;
  const places = await listPlaces(tx, request.sessionId).execute();
  // A group whose session ended has no open question left to come back to.
  if (places.length > 2) return false;
  return happenToRequest(tx, request, { by, on: "undo", now, actorId: userId }).catch((error: unknown) => {
    if (violatedConstraint(error) === undefined) throw error;
    return false;
  });
}
