import { expect, test } from "vitest";
import { isAtLeast, readVersion } from "./version.ts";

test.each([
  ["go1.26.8", [1, 26, 8]],
  ["go1.21", [1, 21, 0]],
  ["v3.260.0", [3, 260, 0]],
  ["v3.220.0-dev.1", [3, 220, 0]],
  ["", undefined],
  ["devel", undefined],
])("readVersion parses %j", (text, expected) => {
  expect(readVersion(text)).toEqual(expected);
});

test.each([
  ["go1.21.0", true],
  ["go1.26.8", true],
  ["go1.20.14", false],
  ["go2.0", true],
  ["go1.9", false],
  ["nothing", false],
])("isAtLeast compares %s with 1.21: %s", (text, expected) => {
  expect(isAtLeast(text, [1, 21, 0])).toBe(expected);
});
