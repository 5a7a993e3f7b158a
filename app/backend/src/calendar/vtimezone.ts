import type { Temporal } from "temporal-polyfill";

/**
 * A zone as RFC 5545 has it, for a range of time: one observance for each change of clocks, with the offsets before and after it. Written
 * out instead of by rules, so that every reader gets the very offsets that the server used.
 */
export function vtimezone(zone: string, from: Temporal.Instant, to: Temporal.Instant): string {
  const lines = ["BEGIN:VTIMEZONE", `TZID:${zone}`];
  let at = from.toZonedDateTimeISO(zone);
  let before = at;
  for (let next: Temporal.ZonedDateTime | null = at; next; next = next.getTimeZoneTransition("next")) {
    if (next.epochMilliseconds > to.epochMilliseconds) break;
    lines.push(...observance(before, next));
    before = next;
    at = next;
  }
  return [...lines, "END:VTIMEZONE"].join("\r\n");
}

/** From a change on. The first one of a feed only says what holds at its beginning. */
function observance(before: Temporal.ZonedDateTime, at: Temporal.ZonedDateTime): string[] {
  const kind = at.offsetNanoseconds > before.offsetNanoseconds ? "DAYLIGHT" : "STANDARD";
  // The local time of a change is told by the clock before it.
  const local = at.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime();
  return [
    `BEGIN:${kind}`,
    `DTSTART:${local.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "")}`,
    `TZOFFSETFROM:${utcOffset(before)}`,
    `TZOFFSETTO:${utcOffset(at)}`,
    `TZNAME:${at.offset}`,
    `END:${kind}`,
  ];
}

/** `+0200`; seconds only where there are any. */
function utcOffset({ offset }: Temporal.ZonedDateTime): string {
  return offset.replaceAll(":", "");
}
