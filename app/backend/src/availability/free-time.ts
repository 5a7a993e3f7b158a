import { Temporal } from "temporal-polyfill";
import { dayMinutes, joined, type Span, without } from "./minutes.ts";

/** Hours of a weekday. Times count in minutes after midnight; 1440 is the end of the day. */
export interface WeeklyHours {
  /** 1 is Monday. */
  weekday: number;
  from: number;
  to: number;
}

/** Hours of one date that differ from the week's. */
export interface DateHours {
  /** Date as `YYYY-MM-DD`. */
  date: string;
  kind: "free" | "busy";
  from: number;
  to: number;
}

/** When somebody has time: a week and exceptions, both in the zone of the week. */
export interface Availability {
  zone: string;
  hours: readonly WeeklyHours[];
  exceptions: readonly DateHours[];
}

/**
 * The time that somebody has between two instants, in milliseconds since 1970. Local times become instants by the rule of RFC 5545: in the
 * night in which clocks go back the first of two equal times counts, and what clocks leave out is later by as much.
 */
export function freeTime(availability: Availability, from: Temporal.Instant, to: Temporal.Instant): Span[] {
  const { zone } = availability;
  const days = [];
  // A day before, because its hours may reach into the first one when clocks change.
  let date = from.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
  const last = to.toZonedDateTimeISO(zone).toPlainDate();
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    days.push(...hoursOf(availability, date).map((span) => instantsOf(span, date, zone)));
  }
  const first = from.epochMilliseconds;
  const end = to.epochMilliseconds;
  return joined(days.map((span) => ({ from: Math.max(span.from, first), to: Math.min(span.to, end) })));
}

/** Minutes of a date in which somebody has time. */
export function hoursOf({ hours, exceptions }: Availability, date: Temporal.PlainDate): Span[] {
  const on = date.toString();
  const that = exceptions.filter((exception) => exception.date === on);
  const kind = (wanted: DateHours["kind"]) => that.filter((exception) => exception.kind === wanted);
  const weekly = hours.filter(({ weekday }) => weekday === date.dayOfWeek);
  return without([...weekly, ...kind("free")], kind("busy"));
}

function instantsOf({ from, to }: Span, date: Temporal.PlainDate, zone: string): Span {
  return { from: instantAt(date, from, zone), to: instantAt(date, to, zone) };
}

function instantAt(date: Temporal.PlainDate, minutes: number, zone: string): number {
  const day = minutes === dayMinutes ? date.add({ days: 1 }) : date;
  const time = Temporal.PlainTime.from({
    hour: Math.floor((minutes % dayMinutes) / 60),
    minute: minutes % 60,
  });
  return day.toPlainDateTime(time).toZonedDateTime(zone).epochMilliseconds;
}
