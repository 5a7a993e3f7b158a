import { expect, test } from "vitest";
import { identifierIn } from "./system-identifier.ts";

test("an identifier is taken with the line end that it is printed with", () => {
  expect(identifierIn("7423456789012345678\n")).toBe("7423456789012345678");
});

test.each([
  "",
  "0",
  "pg_controldata: error: could not open file",
  "7423456789012345678\n7423456789012345679",
])("%j is none", (printed) => {
  expect(() => identifierIn(printed)).toThrow("for its system identifier; deploy it anew");
});
