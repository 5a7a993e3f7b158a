import { expect, test } from "vitest";
import { childrenSeconds, median } from "./timing.ts";

test("the processor time of a shell's children is the sum of its second line", () => {
  expect(childrenSeconds("0m0.010s 0m0.020s\n1m2.500s 0m0.250s\n")).toBeCloseTo(62.75);
});

test("the median of an even number of values is the lower middle", () => {
  expect(median([4, 1, 3, 2])).toBe(2);
});
