import type { Temporal } from "temporal-polyfill";
import { clockOf } from "./local-moment.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Name of a weekday. @param weekday 1 is Monday */
export function weekdayName(weekday: number): string {
  const name = weekdays[weekday - 1];
  if (name === undefined) throw new RangeError(`there is no weekday number ${weekday}`);
  return name;
}

/** A date with its weekday, e.g. `Saturday, 21 November 2026`. */
export function dateInWords(date: Temporal.PlainDate): string {
  return `${weekdayName(date.dayOfWeek)}, ${date.day} ${months[date.month - 1]} ${date.year}`;
}

/** A time with weekday, date and zone, e.g. `Saturday, 21 November 2026 at 15:04, Israel Standard Time (UTC+2)`. */
export function momentInWords(at: Temporal.ZonedDateTime): string {
  return `${dateInWords(at.toPlainDate())} at ${clockOf(at)}, ${zoneInWords(at)}`;
}

/**
 * A span of time, e.g. `Saturday, 21 November 2026, 19:00 to 21:00, Israel Standard Time (UTC+2)`. The second date is there if it is another
 * one, and both zones when the clocks change in between.
 */
export function spanInWords(from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): string {
  if (from.offsetNanoseconds !== to.offsetNanoseconds)
    return `${momentInWords(from)}, to ${momentInWords(to)}`;
  const first = dateInWords(from.toPlainDate());
  const last = dateInWords(to.toPlainDate());
  const days =
    first === last
      ? `${first}, ${clockOf(from)} to ${clockOf(to)}`
      : `${first} at ${clockOf(from)} to ${last} at ${clockOf(to)}`;
  return `${days}, ${zoneInWords(from)}`;
}

/** The zone's name with its offset; only the offset where the zone has no name. */
export function zoneInWords(at: Temporal.ZonedDateTime): string {
  const offset = offsetInWords(at);
  const name = namesIn(at.timeZoneId)
    .formatToParts(at.epochMilliseconds)
    .find(({ type }) => type === "timeZoneName")?.value;
  return name === undefined || /^GMT[+\-−\d:]*$/.test(name) ? offset : `${name} (${offset})`;
}

/** An offset as people write it: `UTC`, `UTC+2`, `UTC−3:30`. */
export function offsetInWords({ offset, offsetNanoseconds }: Temporal.ZonedDateTime): string {
  if (offsetNanoseconds === 0) return "UTC";
  const [hours = "", minutes = "00"] = offset.slice(1).split(":");
  const sign = offset.startsWith("-") ? "-" : "+";
  return `UTC${sign}${Number(hours)}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** Making a format costs more than using it, so each zone has one. */
const formats = new Map<string, Intl.DateTimeFormat>();

function namesIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "long" });
  formats.set(zone, made);
  return made;
}
