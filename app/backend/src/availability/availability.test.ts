import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { clockTime, inWeek, minutesOf } from "./clock.ts";
import { freeTime, hoursOf } from "./free-time.ts";
import { common, firstOverlap, joined, without } from "./minutes.ts";

const span = (from: number, to: number) => ({ from, to });

test("spans that touch or overlap are joined, and empty ones are nothing", () => {
  expect(joined([span(5, 7), span(1, 3), span(3, 4), span(2, 2)])).toEqual([span(1, 4), span(5, 7)]);
  expect(joined([span(1, 9), span(2, 3)])).toEqual([span(1, 9)]);
});

test("what both have, and what one has and the other has not", () => {
  expect(common([span(0, 10), span(20, 30)], [span(5, 25)])).toEqual([span(5, 10), span(20, 25)]);
  expect(common([span(0, 5)], [span(5, 9)])).toEqual([]);
  expect(without([span(0, 10)], [span(2, 3), span(9, 20)])).toEqual([span(0, 2), span(3, 9)]);
  expect(without([span(0, 10)], [span(0, 10)])).toEqual([]);
  expect(without([span(5, 6)], [span(0, 1)])).toEqual([span(5, 6)]);
});

test("of spans that overlap the first two are named", () => {
  expect(firstOverlap([span(10, 20), span(0, 5), span(4, 6)])).toEqual([1, 2]);
  expect(firstOverlap([span(0, 5), span(5, 6)])).toBeUndefined();
  expect(firstOverlap([])).toBeUndefined();
});

test("a time of day is minutes after midnight, and 24:00 is the end of the day", () => {
  expect(["00:00", "19:05:00", "24:00"].map(minutesOf)).toEqual([0, 1145, 1440]);
  expect(clockTime(1145)).toBe("19:05");
  expect(inWeek({ weekday: 7, from: "23:00", to: "24:00" })).toEqual(span(10020, 10080));
});

test("a date is as its weekday, with what was said of that date", () => {
  const exceptions = [
    { date: "2027-01-19", kind: "busy" as const, from: 1200, to: 1440 },
    { date: "2027-01-19", kind: "free" as const, from: 600, to: 660 },
    { date: "2027-01-26", kind: "busy" as const, from: 0, to: 1440 },
  ];
  const said = { zone: "Europe/Berlin", hours: [{ weekday: 2, from: 1140, to: 1320 }], exceptions };
  const on = (date: string) => hoursOf(said, Temporal.PlainDate.from(date));
  expect(on("2027-01-19")).toEqual([span(600, 660), span(1140, 1200)]);
  expect(on("2027-01-20")).toEqual([]);
  expect(on("2027-01-26")).toEqual([]);
  expect(on("2027-02-02")).toEqual(
    [{ weekday: 2, from: 1140, to: 1320 }].map(({ from, to }) => expect.objectContaining({ from, to })),
  );
});

test("hours keep their clock over both changes, in the week's own zone", () => {
  const said = {
    zone: "Europe/Berlin",
    hours: [
      { weekday: 7, from: 60, to: 240 },
      { weekday: 1, from: 1380, to: 1440 },
    ],
    exceptions: [],
  };
  const free = (from: string, to: string) =>
    freeTime(said, Temporal.Instant.from(from), Temporal.Instant.from(to)).map((each) =>
      [each.from, each.to].map((at) => new Date(at).toISOString().slice(0, 16)),
    );
  // 01:00 to 04:00 is two hours in spring and four in autumn.
  expect(free("2027-03-28T00:00Z", "2027-03-29T00:00Z")).toEqual([["2027-03-28T00:00", "2027-03-28T02:00"]]);
  expect(free("2027-10-30T20:00Z", "2027-11-01T00:00Z")).toEqual([["2027-10-30T23:00", "2027-10-31T03:00"]]);
  expect(free("2027-11-01T22:30Z", "2027-11-02T00:00Z")).toEqual([["2027-11-01T22:30", "2027-11-01T23:00"]]);
});
