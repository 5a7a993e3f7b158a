import { expect, test } from "vitest";
import { passwordLine } from "./wal-receiver.ts";

test.each([
  ["plain", "*:*:*:*:plain\n"],
  ["with:colon", "*:*:*:*:with\\:colon\n"],
  ["back\\slash", "*:*:*:*:back\\\\slash\n"],
])("the password %s stands in the file as libpq reads it", (password, line) => {
  expect(passwordLine(password)).toBe(line);
});
