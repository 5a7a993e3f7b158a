import { assert, date, property } from "fast-check";
import { expect, test } from "vitest";
import { momentOf } from "./moment.ts";

test.each([
  ["2026-11-21T09:30:00Z", "2026-11-21T09:30:00.000Z"],
  ["2026-11-21T09:30:00.828Z", "2026-11-21T09:30:00.828Z"],
  ["2024-02-29T23:30:00-02:00", "2024-03-01T01:30:00.000Z"],
  ["2026-12-31T24:00:00Z", "2027-01-01T00:00:00.000Z"],
])("%s is a moment", (text, moment) => {
  expect(momentOf(text)?.toISOString()).toBe(moment);
});

test.each([
  "2026-02-30T10:00:00Z",
  "2025-02-29T10:00:00Z",
  "2100-02-29T10:00:00+02:00",
  "2026-04-31T10:00:00Z",
  "2026-13-01T10:00:00Z",
  "2026-01-00T10:00:00Z",
  "2026-01-01T25:00:00Z",
  "2026-01-01T10:60:00Z",
  "2026-01-01T10:00:00+99:00",
  "yesterday",
  "",
])("'%s' is none", (text) => {
  expect(momentOf(text)).toBeUndefined();
});

test("every moment of four-digit years is read as it was written", () => {
  const moments = date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  const same = property(moments, (moment) => momentOf(moment.toISOString())?.getTime() === moment.getTime());
  expect(() => assert(same)).not.toThrow();
});
