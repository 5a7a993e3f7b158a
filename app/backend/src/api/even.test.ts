import { expect, test } from "vitest";
import { untilEven } from "./even.ts";

test.each([
  [0, 500],
  [1, 499],
  [80, 420],
  [499.5, 0.5],
  [500, 0],
  [501, 499],
  [1700, 300],
])("after %d ms an answer waits %d ms", (passed, expected) => {
  expect(untilEven(1_000, 1_000 + passed)).toBe(expected);
});
