import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoment } from "./moment.ts";

const cases: [zone: string, moment: string, text: string][] = [
  ["UTC", "2026-11-21T13:04:59Z", "Saturday, 21 November 2026 at 13:04, Coordinated Universal Time (UTC)"],
  [
    "Asia/Jerusalem",
    "2026-11-21T13:04:00Z",
    "Saturday, 21 November 2026 at 15:04, Israel Standard Time (UTC+2)",
  ],
  ["Asia/Kathmandu", "2026-11-21T18:30:00Z", "Sunday, 22 November 2026 at 00:15, Nepal Time (UTC+5:45)"],
  [
    "America/New_York",
    "2027-01-01T04:59:00Z",
    "Thursday, 31 December 2026 at 23:59, Eastern Standard Time (UTC-5)",
  ],
  [
    "America/St_Johns",
    "2026-07-01T02:00:00Z",
    "Tuesday, 30 June 2026 at 23:30, Newfoundland Daylight Time (UTC-2:30)",
  ],
  [
    "Pacific/Kiritimati",
    "2026-11-21T10:00:00Z",
    "Sunday, 22 November 2026 at 00:00, Line Islands Time (UTC+14)",
  ],
];

const clockChanges: [change: string, zone: string, moments: [string, string], texts: [string, string]][] = [
  [
    "forward in Jerusalem",
    "Asia/Jerusalem",
    ["2026-03-26T23:59:00Z", "2026-03-27T00:00:00Z"],
    [
      "Friday, 27 March 2026 at 01:59, Israel Standard Time (UTC+2)",
      "Friday, 27 March 2026 at 03:00, Israel Daylight Time (UTC+3)",
    ],
  ],
  [
    "back in Jerusalem, where 01:30 occurs twice",
    "Asia/Jerusalem",
    ["2026-10-24T22:30:00Z", "2026-10-24T23:30:00Z"],
    [
      "Sunday, 25 October 2026 at 01:30, Israel Daylight Time (UTC+3)",
      "Sunday, 25 October 2026 at 01:30, Israel Standard Time (UTC+2)",
    ],
  ],
  [
    "back by half an hour on Lord Howe Island",
    "Australia/Lord_Howe",
    ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"],
    [
      "Sunday, 5 April 2026 at 01:45, Lord Howe Daylight Time (UTC+11)",
      "Sunday, 5 April 2026 at 01:45, Lord Howe Standard Time (UTC+10:30)",
    ],
  ],
];

describe("formatMoment", () => {
  it.each(cases)("formats weekday, date, time and zone in %s", (timeZone, moment, text) => {
    expect(formatMoment(new Date(moment), { timeZone })).toBe(text);
  });

  it.each(clockChanges)("distinguishes the hours when clocks go %s", (_change, timeZone, moments, texts) => {
    expect(moments.map((moment) => formatMoment(new Date(moment), { timeZone }))).toEqual(texts);
  });

  it("includes the offset in every zone at any time", () => {
    const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
    const moments = fc.date({
      min: new Date("1972-01-01"),
      max: new Date("2100-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (timeZone, date) => {
        expect(formatMoment(date, { timeZone })).toMatch(
          /^\w+day, \d{1,2} \w+ \d{4} at \d\d:\d\d, .*UTC(?:[+-][\d:]+)?\)?$/,
        );
      }),
    );
  });

  it("refuses an invalid date", () => {
    expect(() => formatMoment(new Date("yesterday"))).toThrow(RangeError);
  });
});
