import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { happenToRequest } from "../requests/happen.ts";
import { findAnyRequest, openRequestsBetween } from "../requests/queries.ts";
import { findPlace, placesBetween, placesToCome, setPlaceOf } from "./places.ts";
import { countChange, findSession, lockSession } from "./queries.ts";
import { remindAll } from "./remind.ts";
import { settleSession } from "./settle.ts";
import { tellPeople } from "./tell-people.ts";

/** Who leaves a session, and when. */
export interface Leaving {
  sessionId: string;
  userId: string;
  now: Temporal.Instant;
}

/**
 * Somebody leaves a session. The others read one neutral sentence, which depends on whether the session still takes place and not on the
 * reason: leaving, a block and a deleted account all come through here.
 * @returns whether the person was going and the session was not over
 */
export async function leave(tx: Database, { sessionId, userId, now }: Leaving): Promise<boolean> {
  await lockSession(tx, sessionId).executeTakeFirst();
  const session = await findSession(tx, sessionId).executeTakeFirst();
  const place = await findPlace(tx, sessionId, userId).executeTakeFirst();
  const open = session && ["proposed", "scheduled", "paused"].includes(session.status);
  if (!open || place?.state !== "going") return false;
  await setPlaceOf(tx, sessionId, userId, "left").execute();
  const happening = { now, actorId: userId };
  await settleSession(tx, sessionId, happening);
  await countChange(tx, sessionId).execute();
  const after = await findSession(tx, sessionId).executeTakeFirstOrThrow();
  if (after.status === "cancelled") return true;
  await remindAll(tx, after, now);
  await tellPeople(tx, after, "session_changed", { states: ["going"], ...happening });
  return true;
}

/**
 * Ends everything that two people have planned together, because one of them has hidden the other: open requests without a word, sessions
 * by the one leaving. For the other it reads like any other end.
 */
export async function endPlansBetween(
  tx: Database,
  { leaverId, otherId, now }: { leaverId: string; otherId: string; now: Temporal.Instant },
): Promise<void> {
  await closeAll(tx, await openRequestsBetween(tx, leaverId, otherId).execute(), now);
  for (const { sessionId } of await placesBetween(tx, leaverId, otherId).execute()) {
    await leave(tx, { sessionId, userId: leaverId, now });
    await declineIn(tx, sessionId, leaverId, now);
  }
}

/** Ends everything that somebody has planned, because their account is deleted or suspended. */
export async function endPlansOf(
  tx: Database,
  { userId, now }: { userId: string; now: Temporal.Instant },
): Promise<void> {
  await closeAll(tx, await openRequestsBetween(tx, userId).execute(), now);
  for (const { sessionId } of await placesToCome(tx, userId).execute())
    await leave(tx, { sessionId, userId, now });
}

async function closeAll(
  tx: Database,
  requests: readonly { id: string }[],
  now: Temporal.Instant,
): Promise<void> {
  for (const { id } of requests) {
    const request = await findAnyRequest(tx, id).executeTakeFirst();
    if (request) await happenToRequest(tx, request, { by: "safety", on: "part", now, actorId: null });
  }
}

/** In a group both were asked to, the one who hides the other is not asked any more. */
async function declineIn(
  tx: Database,
  sessionId: string,
  userId: string,
  now: Temporal.Instant,
): Promise<void> {
  const open = await openRequestsBetween(tx, userId).where("session_id", "=", sessionId).execute();
  await closeAll(tx, open, now);
}
