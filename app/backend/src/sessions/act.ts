import type { Temporal } from "temporal-polyfill";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import type { SessionStatus } from "../database/tables/playing.ts";
import { findPlace } from "./places.ts";
import { findSession } from "./queries.ts";
import { happenToSession } from "./settle.ts";

/** What somebody does to a session that they are in. */
export interface Act {
  sessionId: string;
  userId: string;
  on: "call_off" | "pause" | "resume";
  now: Temporal.Instant;
}

const refusals = {
  call_off:
    "Only the person who proposed a session can call it off, before it is over. You can leave it at any time.",
  pause: "You can pause a session while it takes place. It does not take place now.",
  resume: "The session is not paused. Look at it again.",
} as const;

/** Minutes before its start from which a session can be paused: people meet a little earlier. */
const earlyMinutes = 15;

/** Somebody's place in a session. @throws ApiError when they have none: as if there were no such session */
export async function placeIn(tx: Database, sessionId: string, userId: string) {
  const place = await findPlace(tx, sessionId, userId).executeTakeFirst();
  if (!place) throw notFound("session");
  return place;
}

/** Lets one of its people do something to a session. @returns its state before @throws ApiError when that is not possible now */
export async function act(tx: Database, { sessionId, userId, on, now }: Act): Promise<SessionStatus> {
  const place = await placeIn(tx, sessionId, userId);
  const session = await findSession(tx, sessionId).executeTakeFirst();
  if (!session) throw notFound("session");
  const may = (place.isHost || place.state === "going") && (on !== "pause" || isOn(session, now));
  const by = place.isHost ? "host" : "guest";
  const done = may && (await happenToSession(tx, sessionId, { by, on, now, actorId: userId }));
  if (!done) throw new ApiError("conflict", refusals[on]);
  return session.status;
}

/** Whether a session takes place now, or begins in a moment. */
function isOn({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, now: Temporal.Instant): boolean {
  const from = startsAt.getTime() - earlyMinutes * 60_000;
  return from <= now.epochMilliseconds && now.epochMilliseconds < endsAt.getTime();
}
