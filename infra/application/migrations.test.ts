import { expect, test } from "vitest";
import { migrationReport } from "./migrations.ts";

const report = { database: "TovPlay", systemIdentifier: "7000000000000000000", schemaVersion: 3 };

test("the report is the last line that the migrations print", () => {
  const printed = `a notice of Docker\n${JSON.stringify({ ...report, applied: ["0003"] })}\n`;
  expect(migrationReport(printed)).toEqual(report);
});

test.each(["", "not JSON", "{}", JSON.stringify({ ...report, database: "" }), "null", '"text"'])(
  "refuses %j",
  (printed) => {
    expect(() => migrationReport(printed)).toThrow(/migrations reported .* which does not name a database/);
  },
);
