import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { momentInWords, offsetInWords, spanInWords, weekdayName, zoneInWords } from "./words.ts";

const at = (text: string) => Temporal.ZonedDateTime.from(text);

test.each([
  [
    "2026-11-21T15:04+02:00[Asia/Jerusalem]",
    "Saturday, 21 November 2026 at 15:04, Israel Standard Time (UTC+2)",
  ],
  [
    "2027-07-01T09:05-02:30[America/St_Johns]",
    "Thursday, 1 July 2027 at 09:05, Newfoundland Daylight Time (UTC-2:30)",
  ],
  ["2027-01-01T00:00+00:00[UTC]", "Friday, 1 January 2027 at 00:00, Coordinated Universal Time (UTC)"],
])("%s is %s", (text, words) => {
  expect(momentInWords(at(text))).toBe(words);
});

test("a span has its date once, or twice over midnight, and both zones when the clocks change in it", () => {
  const berlin = (from: string, to: string) =>
    spanInWords(at(`${from}[Europe/Berlin]`), at(`${to}[Europe/Berlin]`));
  expect(berlin("2027-01-19T19:00", "2027-01-19T20:30")).toBe(
    "Tuesday, 19 January 2027, 19:00 to 20:30, Central European Standard Time (UTC+1)",
  );
  expect(berlin("2027-01-19T23:00", "2027-01-20T01:00")).toBe(
    "Tuesday, 19 January 2027 at 23:00 to Wednesday, 20 January 2027 at 01:00, Central European Standard Time (UTC+1)",
  );
  expect(berlin("2027-03-28T01:30", "2027-03-28T03:30")).toBe(
    "Sunday, 28 March 2027 at 01:30, Central European Standard Time (UTC+1), to " +
      "Sunday, 28 March 2027 at 03:30, Central European Summer Time (UTC+2)",
  );
});

test("a zone without a name is told by its offset", () => {
  expect(zoneInWords(at("2027-01-01T12:00-03:00[America/Punta_Arenas]"))).toMatch(/UTC-3/);
  expect(offsetInWords(at("2027-01-01T12:00+05:45[Asia/Kathmandu]"))).toBe("UTC+5:45");
});

test("weekdays count from Monday as 1, and there are seven", () => {
  expect([1, 7].map(weekdayName)).toEqual(["Monday", "Sunday"]);
  expect(() => weekdayName(8)).toThrow("there is no weekday number 8");
});
