import { Temporal } from "temporal-polyfill";

/**
 * The next of these local times, after `at`. A time that the clock leaves out is an hour later on that day, and one that it shows
 * twice is the first of the two.
 */
export function nextLocalTime(
  at: Temporal.Instant,
  zone: string,
  times: readonly string[],
): Temporal.Instant {
  const first = at.toZonedDateTimeISO(zone).toPlainDate();
  const moments = [0, 1, 2, 3].flatMap((days) =>
    times.map((time) => first.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()),
  );
  const later = moments.filter((moment) => Temporal.Instant.compare(moment, at) > 0);
  const [next] = later.sort(Temporal.Instant.compare);
  if (!next) throw new Error("a digest has no time of the day: give at least one");
  return next;
}
