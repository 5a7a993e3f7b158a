import { expect, test } from "vitest";
import { sentenceOf, ToolchainFailure } from "./failure.ts";

test("a foreseen failure is shown as it is", () => {
  expect(sentenceOf(new ToolchainFailure("No Docker engine answers; start one."))).toBe(
    "No Docker engine answers; start one.",
  );
});

test("an unforeseen one becomes one line that says so", () => {
  expect(sentenceOf(new Error("first\nsecond"))).toMatch(
    /^The toolchain stopped unexpectedly \(first\); .*\.$/,
  );
  expect(sentenceOf("text")).toContain("(text)");
});
