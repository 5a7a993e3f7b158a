import { describe, expect, it } from "vitest";
import { oldAfter, oldestOf, timeUntilOld } from "./age.ts";

describe("timeUntilOld", () => {
  it.each([
    ["new", 0, oldAfter],
    ["half way", oldAfter / 2, oldAfter / 2],
    ["old", oldAfter, 0],
    ["very old", oldAfter * 9, 0],
    ["read in the future, because the clock was set back", -oldAfter, oldAfter],
  ])("returns the time left for information that is %s", (_name, age, left) => {
    expect(timeUntilOld(1_000_000, 1_000_000 + age)).toBe(left);
  });
});

describe("oldestOf", () => {
  it.each([
    [[], undefined],
    [[undefined, undefined], undefined],
    [[undefined, 7], 7],
    [[9, 7], 7],
  ])("finds in %j the oldest time %j", (times, oldest) => {
    expect(oldestOf(times)).toBe(oldest);
  });
});
