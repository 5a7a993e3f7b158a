import { expect, test } from "vitest";
import { inWords } from "./gate.ts";

test.each([
  [1, "1 second"],
  [59.2, "60 seconds"],
  [60, "60 seconds"],
  [61, "2 minutes"],
  [3600, "60 minutes"],
  [3601, "2 hours"],
  [90_000, "2 days"],
])("a wait of %d s is %s", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
