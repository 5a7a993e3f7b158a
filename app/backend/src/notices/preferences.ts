import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import { quietWindows } from "../quiet-hours/window.ts";
import type { Topic } from "./kinds.ts";
import type { Preferences } from "./plan.ts";
import { findZone, listChoices, listQuietHours, lockSettings } from "./setting-queries.ts";

/** What decides when something reaches this person, which nobody else changes or uses until the transaction ends. */
export async function lockPreferences(tx: Database, userId: string): Promise<Preferences> {
  const settings = await lockSettings(tx, userId);
  const profile = await findZone(tx, userId).executeTakeFirst();
  const choices = await listChoices(tx, userId).execute();
  const quiet = await listQuietHours(tx, userId).execute();
  return {
    zone: knownZone(profile?.time_zone),
    lowEnergy: settings.low_energy ? { until: instantOf(settings.low_energy_until) } : null,
    digestTimes: settings.digest_times,
    choices: choices.map(({ topic, channel, timing, passes_quiet }) => ({
      // A topic that this release does not know decides nothing.
      topic: topic as Topic,
      channel,
      timing,
      passesQuiet: passes_quiet,
    })),
    quiet: Object.fromEntries(quiet.map(({ channel, windows }) => [channel, quietWindows.parse(windows)])),
  };
}

/** A zone that the database knows and Node does not must not keep a notice from being told. */
export function knownZone(zone: string | undefined): string {
  if (!zone) return "UTC";
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return zone;
  } catch {
    return "UTC";
  }
}

/** The same moment, as Temporal has it; null stays null. */
export function instantOf(date: Date | null): Temporal.Instant | null {
  return date && instantAt(date);
}

/** The same moment, as Temporal has it. */
export function instantAt(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}
