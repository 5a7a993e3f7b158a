import { Temporal } from "temporal-polyfill";
import type { QuietWindow } from "./window.ts";

/** How far ahead an end of quiet hours is looked for: longer than a week, with the change of a clock in it. */
const horizon = { hours: 9 * 24 };

/**
 * Whether it is quiet at this moment. It goes by what the person's clock shows: an hour that the clock shows twice is quiet
 * twice, and one that it leaves out never is.
 */
export function isQuiet(at: Temporal.Instant, zone: string, windows: readonly QuietWindow[]): boolean {
  const local = at.toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  const today = local.dayOfWeek;
  const yesterday = today === 1 ? 7 : today - 1;
  return windows.some(({ weekdays, from, to }) => {
    const sinceFrom = Temporal.PlainTime.compare(time, from) >= 0;
    const beforeTo = Temporal.PlainTime.compare(time, to) < 0;
    if (from < to) return weekdays.includes(today) && sinceFrom && beforeTo;
    return (weekdays.includes(today) && sinceFrom) || (weekdays.includes(yesterday) && beforeTo);
  });
}

/**
 * The first moment, from `at` on, at which it is not quiet; null when it always is. Quiet ends only where the clock shows the end
 * of a window, or where it is moved: these moments are all that have to be looked at.
 */
export function afterQuiet(
  at: Temporal.Instant,
  zone: string,
  windows: readonly QuietWindow[],
): Temporal.Instant | null {
  if (!isQuiet(at, zone, windows)) return at;
  const candidates = [...endsOf(at, zone, windows), ...clockChanges(at, zone)];
  candidates.sort(Temporal.Instant.compare);
  return (
    candidates.find(
      (candidate) => Temporal.Instant.compare(candidate, at) > 0 && !isQuiet(candidate, zone, windows),
    ) ?? null
  );
}

/** Whether these windows leave a time of the week in which something can arrive. */
export function leavesTime(windows: readonly QuietWindow[]): boolean {
  const monday = Temporal.Instant.from("2024-01-01T00:00Z");
  return afterQuiet(monday, "UTC", windows) !== null;
}

function endsOf(at: Temporal.Instant, zone: string, windows: readonly QuietWindow[]): Temporal.Instant[] {
  const first = at.toZonedDateTimeISO(zone).toPlainDate();
  const days = Array.from({ length: 9 }, (_, index) => first.add({ days: index }));
  const times = [...new Set(windows.map(({ to }) => to))];
  return days.flatMap((day) =>
    times.flatMap((time) =>
      (["earlier", "later"] as const).map((disambiguation) =>
        day
          .toPlainDateTime(Temporal.PlainTime.from(time))
          .toZonedDateTime(zone, { disambiguation })
          .toInstant(),
      ),
    ),
  );
}

function clockChanges(at: Temporal.Instant, zone: string): Temporal.Instant[] {
  const end = at.add(horizon);
  const changes: Temporal.Instant[] = [];
  for (
    let next = at.toZonedDateTimeISO(zone).getTimeZoneTransition("next");
    next && Temporal.Instant.compare(next.toInstant(), end) <= 0;
    next = next.getTimeZoneTransition("next")
  )
    changes.push(next.toInstant());
  return changes;
}
