import fc from "fast-check";
import { expect, test } from "vitest";
import { shownRecord } from "./shown-record.ts";

const base = { timestamp: "2026-11-21 11:41:02.412 UTC", user: "tovplay_app", session_id: "6b01834e.41" };
const shown = (fields: object) => JSON.parse(shownRecord(JSON.stringify({ ...base, ...fields })));

test("the record of a rejected row is shown without its values", () => {
  const message = 'new row for relation "User" violates check constraint "User_email_check"';
  const record = {
    ...{ error_severity: "ERROR", state_code: "23514", message },
    detail: "Failing row contains (canary@example.org).",
    context: 'COPY User, line 1: "canary"',
    statement: `insert into "User" (email) values ('canary')`,
  };
  expect(shown(record)).toEqual({
    ...{ ...base, error_severity: "ERROR", state_code: "23514", message },
    statement: `insert into "User" (email) values ('…')`,
  });
});

test.each([
  ["22P02", 'invalid input syntax for type uuid: "x"', 'invalid input syntax for type uuid: "…"'],
  [
    undefined,
    "statement: create table x (a text default 'v')",
    "statement: create table x (a text default '…')",
  ],
  ["00000", "duration: 1001.2 ms  statement: select 'v'", "duration: 1001.2 ms  statement: select '…'"],
  [
    "00000",
    `AUDIT: SESSION,6,1,DDL,CREATE TABLE,,,"create table ""it's"" (a, b default 'v')",<not logged>`,
    `AUDIT: SESSION,6,1,DDL,CREATE TABLE,,,"create table ""it's"" (a, b default '…')",<not logged>`,
  ],
  [
    "00000",
    "AUDIT: SESSION,6,1,DDL,DO,,,do 'v',<not logged>",
    "AUDIT: SESSION,6,1,DDL,DO,,,do '…',<not logged>",
  ],
  ["42P01", 'relation "nowhere" does not exist', 'relation "nowhere" does not exist'],
])("values in a message are hidden (code %s: %s)", (state_code, message, expected) => {
  expect(shown({ state_code, message }).message).toBe(expected);
});

test("a line that is not a log record is not shown", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(shownRecord(`{"canary": ${text}\u0000`)).not.toContain("canary");
    }),
  );
});
