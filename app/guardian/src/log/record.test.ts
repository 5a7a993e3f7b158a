import { expect, test } from "vitest";
import { parseRecord, timeOf } from "./record.ts";

const now = 5;

test.each([
  ["2026-11-21 11:41:02.412 UTC", Date.UTC(2026, 10, 21, 11, 41, 2, 412)],
  ["2024-02-29 00:00:00.000 UTC", Date.UTC(2024, 1, 29)],
  ["2026-11-21 11:41:02.412 CET", now],
  ["2026-02-30 11:41:02.412 UTC", now],
  ["2026-11-21 11:41:02 UTC", now],
  ["", now],
])("a record with the timestamp '%s' has the time %d", (timestamp, time) => {
  const record = parseRecord(JSON.stringify({ timestamp, error_severity: "LOG" }));
  expect(record && timeOf(record, now)).toBe(time);
});
