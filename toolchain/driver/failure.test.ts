import { expect, test } from "vitest";
import { sentenceOf, ToolchainFailure } from "./failure.ts";

test("an expected failure is shown unchanged", () => {
  expect(sentenceOf(new ToolchainFailure("No Docker engine answers; start one."))).toBe(
    "No Docker engine answers; start one.",
  );
});

test("an unexpected error is shown as one line that says so", () => {
  expect(sentenceOf(new Error("first\nsecond"))).toMatch(
    /^The toolchain stopped unexpectedly \(first\); .*\.$/,
  );
  expect(sentenceOf("text")).toContain("(text)");
});
