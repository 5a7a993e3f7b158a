import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { cancelJobs, enqueue } from "../jobs/queue.ts";
import type { JobData } from "../jobs/queues.ts";
import { remindersOf } from "../sessions/reminders.ts";
import { findGoing } from "./queries.ts";
import { listReminderChoices } from "./setting-queries.ts";
import { tell } from "./tell.ts";

/** What reminders go by. */
export interface RemindedSession {
  id: string;
  startsAt: Temporal.Instant;
  /** Ids of the people who go. */
  people: readonly string[];
}

/**
 * Sets the reminders of a session to these people and this start, in the transaction of the change: when it is agreed, when it moves, when
 * somebody joins or leaves, when somebody chooses other reminders. Reminders that no longer count are cancelled, those whose time is over
 * are not made up for, and the rest are there exactly once.
 */
export async function scheduleReminders(
  tx: Database,
  { id, startsAt, people }: RemindedSession,
  now = Temporal.Now.instant(),
): Promise<void> {
  await cancelReminders(tx, id);
  if (people.length === 0) return;
  const chosen = await listReminderChoices(tx, people).execute();
  const start = startsAt.toString();
  for (const { userId, zone, reminders } of chosen) {
    for (const { at } of remindersOf(startsAt, zone, reminders, now)) {
      const minutes = Math.round((startsAt.epochMilliseconds - at.epochMilliseconds) / 60_000);
      const data = { sessionId: id, userId, startsAt: start, minutes };
      await enqueue(tx, "remind", data, { key: keyOf(data), after: at, about: id });
    }
  }
}

/** Takes back the reminders of a session that will not take place. */
export async function cancelReminders(tx: Database, sessionId: string): Promise<void> {
  await cancelJobs(tx, "remind", sessionId);
}

/** Reminds somebody, if the session still is what the reminder was made for: it may have been taken away in this very moment. */
export async function remind(tx: Database, data: JobData["remind"]): Promise<void> {
  const { sessionId, userId, startsAt, minutes } = data;
  const start = Temporal.Instant.from(startsAt);
  const going = await findGoing(tx, { sessionId, userId, start }).executeTakeFirst();
  if (!going) return;
  await tell(tx, {
    to: userId,
    kind: "session_reminder",
    details: { sessionId, minutes },
    key: `reminder:${keyOf(data)}`,
    until: start,
  });
}

function keyOf({ sessionId, userId, startsAt, minutes }: JobData["remind"]): string {
  return [sessionId, userId, startsAt, minutes].join(":");
}
