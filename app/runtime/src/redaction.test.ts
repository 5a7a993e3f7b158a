import fc from "fast-check";
import { expect, test } from "vitest";
import { redacted } from "./redaction.ts";

test("redacted replaces secrets at any depth and keeps the rest", () => {
  const value = {
    username: "a",
    password: "p",
    nested: [{ sessionToken: "t", count: 1 }],
    Authorization: "b",
  };
  expect(redacted(value)).toEqual({
    username: "a",
    password: "[redacted]",
    nested: [{ sessionToken: "[redacted]", count: 1 }],
    Authorization: "[redacted]",
  });
});

test("redacted turns any value into JSON without passwords", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(redacted({ wrapped: value, password: "hunter-two" }));
      expect(text).not.toContain("hunter-two");
    }),
  );
});

test("redacted stops at a value that refers to itself", () => {
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  expect(JSON.stringify(redacted(endless))).toContain("[too deep]");
});

test("redacted truncates very long texts", () => {
  expect(redacted("x".repeat(5000))).toHaveLength(1001);
});
