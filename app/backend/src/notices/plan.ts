import { Temporal } from "temporal-polyfill";
import type { Held } from "../database/tables/notices.ts";
import { nextLocalTime } from "../quiet-hours/digest.ts";
import { afterQuiet } from "../quiet-hours/quiet.ts";
import type { QuietWindow } from "../quiet-hours/window.ts";
import { type Channel, channels, type Timing } from "./channels.ts";
import { defaultTimings, type Topic } from "./kinds.ts";

/** What somebody chose for a topic and a channel. */
export interface Choice {
  topic: Topic;
  channel: Channel;
  timing: Timing;
  passesQuiet: boolean;
}

/** All that decides when something reaches a person. */
export interface Preferences {
  /** IANA zone of their profile. */
  zone: string;
  lowEnergy: { until: Temporal.Instant | null } | null;
  digestTimes: readonly string[];
  choices: readonly Choice[];
  quiet: Readonly<Partial<Record<Channel, readonly QuietWindow[]>>>;
}

/** When a channel brings a notice. */
export interface Plan {
  channel: Channel;
  /** Null: when the person ends what holds it. */
  deliverAt: Temporal.Instant | null;
  held: Held | null;
  /** Goes out together with the others of its time. */
  digest: boolean;
}

/** How a topic arrives by each channel that brings it to this person at all. */
export function plansFor(topic: Topic, preferences: Preferences, now: Temporal.Instant): Plan[] {
  return channels.flatMap((channel) => planFor({ topic, channel }, preferences, now) ?? []);
}

/** When one channel brings a topic; null when the person does not want it there. */
export function planFor(
  { topic, channel }: { topic: Topic; channel: Channel },
  preferences: Preferences,
  now: Temporal.Instant,
): Plan | null {
  const choice = preferences.choices.find((one) => one.topic === topic && one.channel === channel);
  const timing = choice?.timing ?? defaultTimings[topic][channel];
  if (timing === "never") return null;
  const digest = timing === "digest";
  const plan = { channel, digest };
  const rested = afterLowEnergy(topic, preferences, now);
  if (!rested) return { ...plan, deliverAt: null, held: "low_energy" };
  const gathered = digest ? nextLocalTime(rested, preferences.zone, preferences.digestTimes) : rested;
  const awake = choice?.passesQuiet
    ? gathered
    : afterQuiet(gathered, preferences.zone, preferences.quiet[channel] ?? []);
  return { ...plan, deliverAt: awake, held: reason({ now, rested, gathered, awake }) };
}

/** When low-energy mode no longer holds a topic; null while it has no end. */
function afterLowEnergy(
  topic: Topic,
  { lowEnergy }: Preferences,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (!lowEnergy || topic !== "requests") return now;
  if (!lowEnergy.until) return null;
  return Temporal.Instant.compare(lowEnergy.until, now) > 0 ? lowEnergy.until : now;
}

interface Steps {
  now: Temporal.Instant;
  rested: Temporal.Instant;
  gathered: Temporal.Instant;
  awake: Temporal.Instant | null;
}

/** What held it last is what the person has to change to have it earlier. */
function reason({ now, rested, gathered, awake }: Steps): Held | null {
  if (!awake?.equals(gathered)) return "quiet_hours";
  if (!gathered.equals(rested)) return "digest";
  return rested.equals(now) ? null : "low_energy";
}

/** What still holds something whose time has come: what was chosen after it was told. Null when it can be brought. */
export function stillHeld(
  { topic, channel }: { topic: Topic; channel: Channel },
  preferences: Preferences,
  now: Temporal.Instant,
): { until: Temporal.Instant | null; held: Held } | null {
  const rested = afterLowEnergy(topic, preferences, now);
  if (!rested?.equals(now)) return { until: rested, held: "low_energy" };
  const passes = preferences.choices.some(
    (one) => one.topic === topic && one.channel === channel && one.passesQuiet,
  );
  const awake = passes ? now : afterQuiet(now, preferences.zone, preferences.quiet[channel] ?? []);
  return awake?.equals(now) ? null : { until: awake, held: "quiet_hours" };
}
