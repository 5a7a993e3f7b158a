import fc from "fast-check";
import { expect, test } from "vitest";
import { redacted } from "./redaction.ts";

test("secrets are replaced at any depth, the rest stays", () => {
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

test("whatever comes, the result is JSON and holds no password", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(redacted({ wrapped: value, password: "hunter-two" }));
      expect(text).not.toContain("hunter-two");
    }),
  );
});

test("a value that refers to itself ends", () => {
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  expect(JSON.stringify(redacted(endless))).toContain("[too deep]");
});

test("very long texts are cut", () => {
  expect(redacted("x".repeat(5000))).toHaveLength(1001);
});
