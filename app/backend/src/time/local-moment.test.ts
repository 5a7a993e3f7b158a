import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { clockOf, instantOf, occurrenceOf } from "./local-moment.ts";

const local = (text: string) => Temporal.PlainDateTime.from(text);

test("a time exists once, twice when clocks go back over it, and not at all when they go forward", () => {
  expect(occurrenceOf(local("2027-03-28T12:00"), "Europe/Berlin").times).toBe(1);
  const twice = occurrenceOf(local("2027-10-31T02:30"), "Europe/Berlin");
  expect(twice.times === 2 && [twice.earlier.offset, twice.later.offset]).toEqual(["+02:00", "+01:00"]);
  const never = occurrenceOf(local("2027-03-28T02:30"), "Europe/Berlin");
  expect(never.times === 0 && [clockOf(never.before), clockOf(never.after)]).toEqual(["01:30", "03:30"]);
});

test("a change by half an hour is a change", () => {
  const never = occurrenceOf(local("2027-10-03T02:15"), "Australia/Lord_Howe");
  expect(never.times === 0 && [clockOf(never.before), clockOf(never.after)]).toEqual(["01:45", "02:45"]);
});

test("a day that a zone left out does not exist", () => {
  const never = occurrenceOf(local("2011-12-30T12:00"), "Pacific/Apia");
  expect(
    never.times === 0 && [never.before.toPlainDate().toString(), never.after.toPlainDate().toString()],
  ).toEqual(["2011-12-29", "2011-12-31"]);
});

test.each([
  ["2027-10-31T02:30", "earlier", "2027-10-31T00:30:00Z"],
  ["2027-10-31T02:30", "only", "2027-10-31T00:30:00Z"],
  ["2027-10-31T02:30", "later", "2027-10-31T01:30:00Z"],
  ["2027-03-28T02:30", "only", "2027-03-28T01:30:00Z"],
  ["2027-01-31T19:00", "only", "2027-01-31T18:00:00Z"],
] as const)("%s (%s) in Berlin is %s", (text, fold, instant) => {
  expect(instantOf({ local: local(text), zone: "Europe/Berlin", fold }).toString()).toBe(instant);
});
