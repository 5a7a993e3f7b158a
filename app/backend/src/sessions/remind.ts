import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { scheduleReminders } from "../notices/reminders.ts";
import { listPlaces } from "./places.ts";
import type { ScriptRow } from "./queries.ts";

/** Sets the reminders of a session to those who go: each by their own clock and as they chose. */
export async function remindAll(
  tx: Database,
  session: Pick<ScriptRow, "id" | "startsAt">,
  now: Temporal.Instant,
): Promise<void> {
  const places = await listPlaces(tx, session.id).execute();
  const people = places.filter(({ state }) => state === "going").map(({ userId }) => userId);
  const startsAt = Temporal.Instant.fromEpochMilliseconds(session.startsAt.getTime());
  await scheduleReminders(tx, { id: session.id, startsAt, people }, now);
}
