import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { Temporal } from "temporal-polyfill";
import { occurrenceOf } from "../time/local-moment.ts";
import { utc } from "../time/zone.ts";
import type { listCalendarSessions } from "./queries.ts";
import { vtimezone } from "./vtimezone.ts";

export type CalendarSession = Awaited<ReturnType<ReturnType<typeof listCalendarSessions>["execute"]>>[number];

/** What a feed is made of. */
export interface FeedOptions {
  /** Origin of the site. */
  publicUrl: string;
  sessions: readonly CalendarSession[];
  now: Temporal.Instant;
}

/** Hours after which a reader should look again. */
const refreshHours = 1;

/**
 * Somebody's sessions as an RFC 5545 calendar, with the properties of RFC 7986. It names games and no people: a feed goes to other companies'
 * servers. A session that does not take place stays in it as cancelled, so that readers take it out.
 */
export function feedOf({ publicUrl, sessions, now }: FeedOptions): string {
  const host = new URL(publicUrl).host;
  const calendar = ical({
    name: "TovPlay",
    description: "Your sessions on TovPlay",
    prodId: { company: "TovPlay", product: "Sessions", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshHours * 3_600,
    timezone: { name: null, generator: (zone) => vtimezone(zone, ...rangeOf(sessions, now)) },
  });
  for (const session of sessions) {
    const over = session.status === "cancelled" || session.state !== "going";
    const zone = sayableZone(session);
    calendar.createEvent({
      id: `${session.id}@${host}`,
      sequence: session.sequence,
      start: zoned(session.startsAt, zone),
      end: zoned(session.endsAt, zone),
      ...(zone !== utc && { timezone: zone }),
      stamp: instantOf(session.updatedAt),
      created: instantOf(session.createdAt),
      lastModified: instantOf(session.updatedAt),
      summary: `TovPlay: ${session.gameName}`,
      description: over
        ? "This session does not take place. You need to do nothing."
        : "How it starts and how to leave it is on its page.",
      url: `${publicUrl}/sessions/${session.id}`,
      status: over ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** The zone to write a session in: UTC in the night in which clocks go back, because a calendar cannot say which of two equal times is meant. */
function sayableZone({ zone, startsAt, endsAt }: CalendarSession): string {
  if (zone === null) return utc;
  const ends = [startsAt, endsAt].map((date) => occurrenceOf(zoned(date, zone).toPlainDateTime(), zone));
  return ends.some(({ times }) => times === 2) ? utc : zone;
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function zoned(date: Date, zone: string): Temporal.ZonedDateTime {
  return instantOf(date).toZonedDateTimeISO(zone);
}

/** Time for which zones have to be described: from a year before the first session, so that its observance has begun, to after the last. */
function rangeOf(
  sessions: readonly CalendarSession[],
  now: Temporal.Instant,
): [Temporal.Instant, Temporal.Instant] {
  const times = [
    now.epochMilliseconds,
    ...sessions.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]),
  ];
  const day = 86_400_000;
  return [
    Temporal.Instant.fromEpochMilliseconds(Math.min(...times) - 366 * day),
    Temporal.Instant.fromEpochMilliseconds(Math.max(...times) + day),
  ];
}
