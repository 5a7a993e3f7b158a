import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutRowValues } from "./row-values.ts";

test.each([
  ["22P02", 'invalid input syntax for type uuid: "x@y.org"', 'invalid input syntax for type uuid: "…"'],
  ["22P02", 'invalid input syntax for type uuid: "a"b x: ""', 'invalid input syntax for type uuid: "…"'],
  ["22P02", 'invalid input value for enum mood: "sad"', 'invalid input value for enum mood: "…"'],
  ["22008", 'date/time field value out of range: "1990-99-88"', 'date/time field value out of range: "…"'],
  ["22008", "date field value out of range: 1990-13-77", "date field value out of range: …"],
  ["22003", 'value "99999999999" is out of range for type integer', 'value "…"'],
  ["22021", 'invalid byte sequence for encoding "UTF8": 0xe9 0x73', 'invalid byte sequence for encoding "…"'],
  ["22001", "value too long for type character varying(64)", "value too long for type character varying(…)"],
  ["22012", "division by zero", "division by zero"],
  ["42601", `unterminated quoted string at or near "'x@y.org"`, 'unterminated quoted string at or near "…"'],
  [
    "23505",
    'duplicate key value violates unique constraint "User_email_key"',
    'duplicate key value violates unique constraint "User_email_key"',
  ],
  [
    "23502",
    'null value in column "email" of relation "User" violates not-null constraint',
    'null value in column "email" of relation "User" violates not-null constraint',
  ],
  ["23514", 'the trigger refuses "x@y.org" and "', 'the trigger refuses "…" and "…"'],
  ["42P01", 'relation "nowhere" does not exist', 'relation "nowhere" does not exist'],
  ["", 'connect "somewhere" failed', 'connect "somewhere" failed'],
])("withoutRowValues shows the message of %s %s as %s", (code, message, shown) => {
  expect(withoutRowValues(code, message)).toBe(shown);
});

const value = fc.string().map((text) => `${text}canary${text}`);
const quoting = fc.constantFrom(
  (text: string) => `invalid input syntax for type uuid: "${text}"`,
  (text: string) => `value "${text}" is out of range for type integer`,
  // Truncated as a log truncates it.
  (text: string) => `malformed array literal: "${text}`,
);

test("withoutRowValues removes any quoted value from a message", () => {
  fc.assert(
    fc.property(fc.constantFrom("22P02", "22003", "42601"), quoting, value, (code, message, text) => {
      expect(withoutRowValues(code, message(text))).not.toContain("canary");
    }),
  );
});
