import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { nextLocalTime } from "./digest.ts";
import { afterQuiet, isQuiet, leavesTime } from "./quiet.ts";
import { type QuietWindow, quietWindows } from "./window.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const nights: QuietWindow[] = [{ weekdays: everyDay, from: "22:00", to: "08:00" }];
const at = (text: string) => Temporal.ZonedDateTime.from(text);

/** When something that is due at a moment arrives, as the clock shows it; null when never. */
function arrival(moment: string, windows: QuietWindow[]): string | null {
  const { timeZoneId } = at(moment);
  const after = afterQuiet(at(moment).toInstant(), timeZoneId, windows);
  return after?.toZonedDateTimeISO(timeZoneId).toString({ timeZoneName: "never" }) ?? null;
}

test.each([
  ["in the evening before quiet hours", "2026-12-01T21:59[Europe/Berlin]", "2026-12-01T21:59:00+01:00"],
  ["when quiet hours begin", "2026-12-01T22:00[Europe/Berlin]", "2026-12-02T08:00:00+01:00"],
  ["after midnight", "2026-12-02T00:30[Europe/Berlin]", "2026-12-02T08:00:00+01:00"],
  ["when quiet hours end", "2026-12-02T08:00[Europe/Berlin]", "2026-12-02T08:00:00+01:00"],
  [
    "in the night in which the clock goes forward",
    "2026-03-29T01:30[Europe/Berlin]",
    "2026-03-29T08:00:00+02:00",
  ],
  [
    "in the night in which the clock goes back",
    "2026-10-25T01:30[Europe/Berlin]",
    "2026-10-25T08:00:00+01:00",
  ],
])("with quiet nights, what is due %s arrives when it may", (_when, moment, expected) => {
  expect(arrival(moment, nights)).toBe(expected);
});

test("an hour that the clock shows twice is quiet twice", () => {
  const early: QuietWindow[] = [{ weekdays: everyDay, from: "01:00", to: "02:30" }];
  expect(arrival("2026-10-25T01:00[Europe/Berlin]", early)).toBe("2026-10-25T02:30:00+02:00");
  expect(isQuiet(at("2026-10-25T02:10+01:00[Europe/Berlin]").toInstant(), "Europe/Berlin", early)).toBe(true);
});

test("quiet hours that end in an hour that the clock leaves out end when it is moved", () => {
  const early: QuietWindow[] = [{ weekdays: everyDay, from: "01:00", to: "02:30" }];
  expect(arrival("2026-03-29T01:15[Europe/Berlin]", early)).toBe("2026-03-29T03:00:00+02:00");
});

test("quiet hours on chosen days hold nothing on others, and the night after the last belongs to it", () => {
  const weekend: QuietWindow[] = [{ weekdays: [6, 7], from: "20:00", to: "10:00" }];
  expect(arrival("2026-12-04T21:00[UTC]", weekend)).toBe("2026-12-04T21:00:00+00:00");
  expect(arrival("2026-12-07T09:00[UTC]", weekend)).toBe("2026-12-07T10:00:00+00:00");
});

test("windows that touch are one quiet time", () => {
  const both: QuietWindow[] = [...nights, { weekdays: everyDay, from: "08:00", to: "12:00" }];
  expect(arrival("2026-12-01T23:00[UTC]", both)).toBe("2026-12-02T12:00:00+00:00");
});

test("a week without any other time is told from one that leaves a minute", () => {
  expect(leavesTime([{ weekdays: everyDay, from: "00:00", to: "00:00" }])).toBe(false);
  expect(arrival("2026-12-01T23:00[UTC]", [{ weekdays: everyDay, from: "00:00", to: "00:00" }])).toBeNull();
  expect(leavesTime([{ weekdays: everyDay, from: "00:00", to: "23:59" }])).toBe(true);
});

test.each([
  ["before the first", "2026-12-01T07:00[Europe/Berlin]", "2026-12-01T09:00:00+01:00"],
  ["at one of them", "2026-12-01T09:00[Europe/Berlin]", "2026-12-01T18:00:00+01:00"],
  ["after the last", "2026-12-01T20:00[Europe/Berlin]", "2026-12-02T09:00:00+01:00"],
])("the next time of a digest, asked %s", (_when, moment, expected) => {
  const next = nextLocalTime(at(moment).toInstant(), "Europe/Berlin", ["18:00:00", "09:00:00"]);
  expect(next.toZonedDateTimeISO("Europe/Berlin").toString({ timeZoneName: "never" })).toBe(expected);
});

test("a digest at a time that the clock leaves out is an hour later, and at one that it shows twice is one digest", () => {
  const next = (moment: string) =>
    nextLocalTime(at(moment).toInstant(), "Europe/Berlin", ["02:30"])
      .toZonedDateTimeISO("Europe/Berlin")
      .toString({ timeZoneName: "never" });
  expect(next("2026-03-29T00:00[Europe/Berlin]")).toBe("2026-03-29T03:30:00+02:00");
  expect(next("2026-10-25T00:00[Europe/Berlin]")).toBe("2026-10-25T02:30:00+02:00");
  expect(next("2026-10-25T02:30+02:00[Europe/Berlin]")).toBe("2026-10-26T02:30:00+01:00");
});

test.each([
  [[{ weekdays: [0], from: "22:00", to: "08:00" }]],
  [[{ weekdays: [1], from: "24:00", to: "08:00" }]],
  [[{ weekdays: [], from: "22:00", to: "08:00" }]],
])("quiet hours that cannot be are refused: %j", (windows) => {
  expect(quietWindows.safeParse(windows).success).toBe(false);
});
