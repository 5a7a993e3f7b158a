import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import type { JobData } from "../jobs/queues.ts";
import { tell } from "../notices/tell.ts";
import { happenToRequest } from "../requests/happen.ts";
import { findAnyRequest } from "../requests/queries.ts";
import { type MovedMeeting, recomputeMeetings } from "../time/recompute.ts";
import { zoneDataVersion } from "../time/zone-data.ts";
import { forgetExpired } from "../undo/queries.ts";
import { pauseMinutes } from "./effects.ts";
import { findSession } from "./queries.ts";
import { remindAll } from "./remind.ts";
import { happenToSession } from "./settle.ts";

type PlayingJob = "expire-request" | "end-session" | "end-pause" | "recompute-sessions" | "forget-undo";

/** A job done in the transaction in which it is marked as done. */
type Effects = { [Name in PlayingJob]: { effect: (tx: Database, data: JobData[Name]) => Promise<void> } };

/** Rows that one transaction of a clean-up changes. */
const slice = 500;

/** The jobs of playing together. Each looks whether it still counts: it may come late, twice, or after the thing has changed. */
export function playingJobs(clock: () => Temporal.Instant): Effects {
  return {
    "expire-request": { effect: (tx, { requestId }) => expireRequest(tx, requestId, clock()) },
    "end-session": { effect: (tx, { sessionId }) => endSession(tx, sessionId, clock()) },
    "end-pause": { effect: (tx, { sessionId }) => endPause(tx, sessionId, clock()) },
    "recompute-sessions": { effect: (tx, { version }) => recompute(tx, version, clock()) },
    "forget-undo": {
      effect: async (tx) => {
        await forgetExpired(tx, new Date(clock().epochMilliseconds), slice).execute();
        await keepForgetting(tx, clock());
      },
    },
  };
}

/** Gives the jobs that have no change to follow from; every process that starts gives them, and each is there once. */
export async function startPlayingJobs(tx: Database, now: Temporal.Instant): Promise<void> {
  await enqueue(tx, "recompute-sessions", { version: zoneDataVersion }, { key: zoneDataVersion });
  await keepForgetting(tx, now);
}

async function keepForgetting(tx: Database, now: Temporal.Instant): Promise<void> {
  const interval = 10 * 60_000;
  const next = (Math.floor(now.epochMilliseconds / interval) + 1) * interval;
  const after = Temporal.Instant.fromEpochMilliseconds(next);
  await enqueue(tx, "forget-undo", {}, { key: after.toString(), after });
}

async function expireRequest(tx: Database, requestId: string, now: Temporal.Instant): Promise<void> {
  const request = await findAnyRequest(tx, requestId).executeTakeFirst();
  const due = request?.expiresAt && request.expiresAt.getTime() <= now.epochMilliseconds;
  if (due) await happenToRequest(tx, request, { by: "clock", on: "expire", now, actorId: null });
}

async function endSession(tx: Database, sessionId: string, now: Temporal.Instant): Promise<void> {
  const session = await findSession(tx, sessionId).executeTakeFirst();
  const due = session && session.endsAt.getTime() <= now.epochMilliseconds;
  if (due) await happenToSession(tx, sessionId, { by: "clock", on: "end", now, actorId: null });
}

async function endPause(tx: Database, sessionId: string, now: Temporal.Instant): Promise<void> {
  const session = await findSession(tx, sessionId).executeTakeFirst();
  const due =
    session?.pausedAt && session.pausedAt.getTime() + pauseMinutes * 60_000 <= now.epochMilliseconds;
  if (due) await happenToSession(tx, sessionId, { by: "clock", on: "pause_over", now, actorId: null });
}

/** A slice of the sessions to come; the next slice is a job of its own. */
async function recompute(tx: Database, version: string, now: Temporal.Instant): Promise<void> {
  const { moved, done } = await recomputeMeetings(tx, version, now);
  for (const meeting of moved) await tellMoved(tx, meeting, version, now);
  if (!done) await enqueue(tx, "recompute-sessions", { version });
}

async function tellMoved(
  tx: Database,
  { sessionId, people, to }: MovedMeeting,
  version: string,
  now: Temporal.Instant,
): Promise<void> {
  const session = await findSession(tx, sessionId).executeTakeFirst();
  if (!session) return;
  const key = `session_time_recalculated:${sessionId}:${version}`;
  if (people.length > 0)
    await tell(tx, { to: people, kind: "session_time_recalculated", details: { sessionId }, key });
  if (session.status !== "scheduled") return;
  await remindAll(tx, session, now);
  const ends = to.add({ minutes: session.minutes ?? 0 });
  await enqueue(tx, "end-session", { sessionId }, { after: ends, about: sessionId });
}
