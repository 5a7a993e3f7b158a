import type { Temporal } from "temporal-polyfill";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { violatedConstraint } from "../database/violation.ts";
import { lockPeople } from "../safety/locks.ts";
import { listPeople, listPlaces } from "../sessions/places.ts";
import { findSession, lockSession } from "../sessions/queries.ts";
import { happenToRequest } from "./happen.ts";
import { atAnotherSession, mayMeetAll } from "./invited.ts";
import { findRequest, type RequestRow } from "./queries.ts";

/** Somebody's answer to a request. */
export interface Acceptance {
  requestId: string;
  userId: string;
  scriptVersion: number;
  warningsSeen: boolean;
  now: Temporal.Instant;
}

/** Agrees to the script that the person saw. @throws ApiError when it is not whole, not the one they saw, or not possible any more */
export async function accept(tx: Database, given: Acceptance): Promise<RequestRow> {
  const request = await openRequest(tx, given.requestId, given.userId, given.now);
  if (request.recipientId !== given.userId) throw notYours();
  await assertSeen(tx, request, given);
  const happening = {
    by: "recipient",
    on: "accept",
    now: given.now,
    actorId: given.userId,
    seenVersion: given.scriptVersion,
  } as const;
  const done = await happenToRequest(tx, request, happening).catch(refused);
  if (!done) throw notOpen();
  return request;
}

/** An open request of somebody. @throws ApiError when there is none, or its time is over */
export async function openRequest(
  tx: Database,
  id: string,
  userId: string,
  now: Temporal.Instant,
): Promise<RequestRow> {
  const request = await findRequest(tx, id, userId).executeTakeFirst();
  if (!request) throw notFound("request");
  // One thing at a time happens between two people, and to a session with its requests.
  await lockPeople(tx, [request.senderId, request.recipientId]);
  if (request.sessionId) await lockSession(tx, request.sessionId).executeTakeFirst();
  if (request.expiresAt && request.expiresAt.getTime() <= now.epochMilliseconds) throw notOpen();
  return request;
}

async function assertSeen(tx: Database, request: RequestRow, given: Acceptance): Promise<void> {
  const session = request.sessionId && (await findSession(tx, request.sessionId).executeTakeFirst());
  if (!session || session.scriptVersion === 0)
    throw new ApiError(
      "conflict",
      "This request does not say all that you need to know. Decline it, or suggest another session.",
    );
  if (session.scriptVersion !== given.scriptVersion)
    throw new ApiError("stale", "The session was changed since you saw it. Look at it again, then decide.");
  const there = (await listPlaces(tx, session.id).execute()).filter(
    ({ state, withheld }) => state !== "declined" && state !== "left" && !withheld,
  );
  if (
    !(await mayMeetAll(
      tx,
      given.userId,
      there.map(({ userId }) => userId),
    ))
  )
    throw notOpen();
  const warned = (await listPeople(tx, given.userId, [session.id]).execute()).some((person) => person.warned);
  if (warned && !given.warningsSeen)
    throw new ApiError(
      "conflict",
      "You wanted to be warned about somebody in this session. Look who is in it, then decide.",
    );
}

/** @throws ApiError when one of the two has another session at that time; it does not say who */
function refused(error: unknown): never {
  if (violatedConstraint(error) === "SessionPerson_one_at_a_time") throw atAnotherSession();
  throw error;
}

/** The refusal of an answer that comes too late. */
export function notOpen(): ApiError {
  return new ApiError("conflict", "This request is not open any more. Look at your list of requests.");
}

/** The refusal of an answer by the one who asked, and of taking back by the one who was asked. */
export function notYours(): ApiError {
  return new ApiError("conflict", "Only the other person can do this. Look at your list of requests.");
}

/** @throws ApiError when more than two people were asked: then another time can't be agreed by two of them */
export async function assertOfTwo(tx: Database, request: RequestRow): Promise<void> {
  const places = request.sessionId ? await listPlaces(tx, request.sessionId).execute() : [];
  if (places.length > 2)
    throw new ApiError(
      "conflict",
      "Several people were asked, so the time stays. Decline, and propose a session of your own.",
    );
}
