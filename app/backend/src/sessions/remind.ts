import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import { listPlaces } from "./places.ts";
import type { ScriptRow } from "./queries.ts";
import { findReminders } from "./reminder-queries.ts";
import { remindersOf } from "./reminders.ts";

/** Sets the reminders of everybody who is going, each by their own clock and as they chose. */
export async function remindAll(tx: Database, session: ScriptRow, now: Temporal.Instant): Promise<void> {
  const places = await listPlaces(tx, session.id).execute();
  for (const { userId, state } of places) if (state === "going") await remind(tx, session, userId, now);
}

/** Sets one person's reminders of a session. A reminder is told once, for one start. */
export async function remind(
  tx: Database,
  session: ScriptRow,
  userId: string,
  now: Temporal.Instant,
): Promise<void> {
  const start = Temporal.Instant.fromEpochMilliseconds(session.startsAt.getTime());
  const { zone, wanted } = await findReminders(tx, userId);
  for (const { at } of remindersOf(start, zone, wanted, now)) {
    const minutes = Math.round((start.epochMilliseconds - at.epochMilliseconds) / 60_000);
    const data = { sessionId: session.id, userId, startsAt: start.toString(), minutes };
    await enqueue(tx, "remind", data, {
      after: at,
      key: `${session.id}:${userId}:${start}:${minutes}`,
      about: session.id,
    });
  }
}
