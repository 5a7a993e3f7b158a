import { Temporal } from "temporal-polyfill";
import { zoneNames } from "../time/zone.ts";
import type { CalendarSession } from "./feed.ts";

/** Names of games that a calendar has to escape, fold and write in UTF-8. */
const names = [
  "Portal 2",
  "Commas, semicolons; and back\\slashes",
  `Long ${"and longer ".repeat(20)}`,
  "Ünïcödé 🎮 עברית ".repeat(6).trim(),
  "Quotes \" ' ^n ^^ :",
];

/** For tests of calendars: sessions in every zone, one right before and one right after each change of its clocks within two years. */
export function sampleSessions(from = Temporal.Instant.from("2027-01-11T12:00:00Z")): CalendarSession[] {
  const to = from.add({ hours: 2 * 366 * 24 });
  return [...zoneNames].flatMap((zone) =>
    [from, ...changes(zone, from, to)]
      .flatMap((at) => [at.subtract({ minutes: 90 }), at.add({ minutes: 30 })])
      .map((start, index) => session(zone, start, index)),
  );
}

function changes(zone: string, from: Temporal.Instant, to: Temporal.Instant): Temporal.Instant[] {
  const found = [];
  let next = from.toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  for (; next && next.epochMilliseconds < to.epochMilliseconds; next = next.getTimeZoneTransition("next"))
    found.push(next.toInstant());
  return found;
}

function session(zone: string, start: Temporal.Instant, index: number): CalendarSession {
  const date = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds);
  return {
    id: `${zone.replaceAll("/", "-")}-${index}`,
    status: "scheduled",
    startsAt: date(start),
    endsAt: date(start.add({ minutes: 60 })),
    zone,
    sequence: 0,
    createdAt: date(start.subtract({ hours: 48 })),
    updatedAt: date(start.subtract({ hours: 24 })),
    state: "going",
    gameName: names[index % names.length] ?? "",
  };
}
