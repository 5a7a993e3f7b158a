import { expect, test } from "vitest";
import { chosenMoment } from "./chosen.ts";

const choose = (local: string, zone: string, fold?: "earlier" | "later") =>
  chosenMoment({ local, zone, fold });

test("a time that exists once needs no choice, and a choice that was given is not kept", () => {
  expect(choose("2027-01-19T19:00", "Europe/Berlin")).toMatchObject({ zone: "Europe/Berlin", fold: "only" });
  expect(choose("2027-01-19T19:00", "Europe/Berlin", "later").fold).toBe("only");
});

test("of two equal times the chosen one is meant", () => {
  expect(choose("2027-10-31T02:30", "Europe/Berlin", "earlier").fold).toBe("earlier");
  expect(choose("2027-10-31T02:30", "Europe/Berlin", "later").fold).toBe("later");
});

test.each([
  [
    "2027-03-28T02:30",
    "Europe/Berlin",
    "02:30 does not exist on Sunday, 28 March 2027 in Europe/Berlin: the clocks go forward. Choose 01:30 or 03:30.",
  ],
  [
    "2027-10-31T02:30",
    "Europe/Berlin",
    '02:30 comes twice on Sunday, 31 October 2027 in Europe/Berlin: the clocks go back. Choose "earlier" (UTC+2) or "later" (UTC+1).',
  ],
  [
    "2011-12-30T12:00",
    "Pacific/Apia",
    "12:00 does not exist on Friday, 30 December 2011 in Pacific/Apia: the clocks go forward. " +
      "Choose 12:00 on Thursday, 29 December 2011 or 12:00 on Saturday, 31 December 2011.",
  ],
])("%s in %s is explained", (local, zone, words) => {
  expect(() => choose(local, zone)).toThrow(words);
});
