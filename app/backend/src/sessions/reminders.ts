import type { Temporal } from "temporal-polyfill";
import type { Reminder } from "../database/tables/playing.ts";

/** When reminders come, as a step back from the start on the person's own clock. */
const steps: Readonly<Record<Reminder, Temporal.DurationLike>> = {
  // The same time of day, even when the clocks change in between.
  day_before: { days: 1 },
  hour_before: { hours: 1 },
  ten_minutes_before: { minutes: 10 },
};

/** A reminder and the instant at which it is due. */
export interface DueReminder {
  reminder: Reminder;
  at: Temporal.Instant;
}

/** The reminders of a session that are still to come, the first one first. @param zone of the person, not of the session */
export function remindersOf(
  start: Temporal.Instant,
  zone: string,
  wanted: readonly Reminder[],
  now: Temporal.Instant,
): DueReminder[] {
  const local = start.toZonedDateTimeISO(zone);
  return wanted
    .map((reminder) => ({ reminder, at: local.subtract(steps[reminder]).toInstant() }))
    .filter(({ at }) => at.epochMilliseconds > now.epochMilliseconds)
    .sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds);
}
