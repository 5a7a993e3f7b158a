import type { Temporal } from "temporal-polyfill";

/** Which of two equal times is meant in the night in which clocks go back; `only` when there is but one. */
export type Fold = "only" | "earlier" | "later";

/** When something takes place, as people agreed on it: the instant follows from it, and from the zone's rules of today. */
export interface LocalMoment {
  local: Temporal.PlainDateTime;
  zone: string;
  fold: Fold;
}

/** How often a local time exists in a zone. */
export type Occurrence =
  | { times: 1; at: Temporal.ZonedDateTime }
  /** Clocks go forward over it. The two are the same span before and after, at the clocks of that night. */
  | { times: 0; before: Temporal.ZonedDateTime; after: Temporal.ZonedDateTime }
  /** Clocks go back over it. */
  | { times: 2; earlier: Temporal.ZonedDateTime; later: Temporal.ZonedDateTime };

/** How often a local time exists in a zone, and when. */
export function occurrenceOf(local: Temporal.PlainDateTime, zone: string): Occurrence {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { times: 1, at: earlier };
  if (earlier.toPlainDateTime().equals(local)) return { times: 2, earlier, later };
  return { times: 0, before: earlier, after: later };
}

/**
 * The instant of a moment by the zone's rules of today. A time that new rules have made impossible is later by as much as the clocks
 * go forward, as RFC 5545 has it.
 */
export function instantOf({ local, zone, fold }: LocalMoment): Temporal.Instant {
  const disambiguation = fold === "later" ? "later" : "compatible";
  return local.toZonedDateTime(zone, { disambiguation }).toInstant();
}

/** A time of day as `HH:MM`. */
export function clockOf(time: { hour: number; minute: number }): string {
  return `${String(time.hour).padStart(2, "0")}:${String(time.minute).padStart(2, "0")}`;
}
