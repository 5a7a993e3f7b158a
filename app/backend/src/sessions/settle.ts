import type { Database } from "../database/database.ts";
import { sessionEffects } from "./effects.ts";
import type { Happening } from "./happening.ts";
import { listPlaces } from "./places.ts";
import { findSession, lockSession, setSessionStatus } from "./queries.ts";
import { type SessionActor, type SessionEvent, sessionTransition } from "./transitions.ts";
import { verdictOf } from "./verdict.ts";

/** What happens to a session. */
export interface SessionHappening extends Happening {
  by: SessionActor;
  on: SessionEvent;
}

/**
 * Lets something happen to a session, with all that follows from it, in the caller's transaction.
 * @returns whether the event was possible in the session's state
 */
export async function happenToSession(
  tx: Database,
  id: string,
  happening: SessionHappening,
): Promise<boolean> {
  await lockSession(tx, id).executeTakeFirst();
  const session = await findSession(tx, id).executeTakeFirst();
  const transition = session && sessionTransition(session.status, happening.by, happening.on);
  if (!session || !transition) return false;
  const pausedAt = transition.to === "paused" ? new Date(happening.now.epochMilliseconds) : null;
  await setSessionStatus(tx, id, transition.to, pausedAt).execute();
  for (const effect of transition.effects) await sessionEffects[effect](tx, session, happening);
  return true;
}

/** Schedules a session when enough people have agreed, and calls it off when there cannot be enough any more. */
export async function settleSession(tx: Database, id: string, happening: Happening): Promise<void> {
  const session = await findSession(tx, id).executeTakeFirst();
  if (!session) return;
  const places = await listPlaces(tx, id).execute();
  const verdict = verdictOf(places, session.fewestPeople);
  if (verdict) await happenToSession(tx, id, { ...happening, by: "people", on: verdict });
}
