import { expect, test } from "vitest";
import { eventOf } from "./event.ts";
import { parseRecord } from "./record.ts";

test.each([
  ["22P02", 'invalid input syntax for type uuid: "canary"', 'invalid input syntax for type uuid: "…"'],
  ["23514", 'new row for relation "User" violates check constraint "User_email_check"', undefined],
])("an event about an error with the code %s does not contain the refused value", (code, message, shown) => {
  const line = JSON.stringify({
    timestamp: "2026-11-21 11:41:02.412 UTC",
    user: "tovplay_app",
    dbname: "TovPlay",
    error_severity: "ERROR",
    state_code: code,
    message,
    detail: "Failing row contains (7, canary@example.org).",
    statement: `INSERT INTO "User" (email) VALUES ('canary')`,
    context: 'COPY User, line 1, column email: "canary"',
  });
  const record = parseRecord(line);
  const event = record && eventOf(record, new Set(), 0);
  expect(event).toMatchObject({ kind: "warning", code, message: shown ?? message });
  expect(JSON.stringify(event)).not.toContain("canary");
});
