import type { Database } from "../database/database.ts";
import { requestEffects } from "./effects.ts";
import type { RequestHappening } from "./happening.ts";
import { type RequestRow, setRequestStatus } from "./queries.ts";
import { requestTransition } from "./transitions.ts";

/**
 * Lets something happen to a request, with all that follows from it, in the caller's transaction.
 * @returns whether the event was possible in the request's state
 */
export async function happenToRequest(
  tx: Database,
  request: RequestRow,
  happening: RequestHappening,
): Promise<boolean> {
  const transition = requestTransition(request.status, happening.by, happening.on);
  if (!transition) return false;
  // Of two answers at the same time, the second finds the request changed.
  const changed = await setRequestStatus(tx, request.id, transition.from, transition.to).executeTakeFirst();
  if (!changed) return false;
  for (const effect of transition.effects) await requestEffects[effect](tx, request, happening);
  return true;
}
