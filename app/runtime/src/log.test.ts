import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function written(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLog({ service: "backend", level: "info", destination }).info(fields, "something happened");
  return JSON.parse(lines[0] ?? "{}");
}

test("a log line is one JSON object with time, level and service", () => {
  const line = written({ correlationId: "abcdefgh" });
  expect(line).toMatchObject({
    level: "info",
    service: "backend",
    correlationId: "abcdefgh",
    message: "something happened",
  });
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test.each([
  [{ password: "p4ss" }],
  [{ body: { token: "p4ss" } }],
  [{ req: { headers: { authorization: "p4ss", cookie: "p4ss" } } }],
])("secrets in %j never reach the log", (fields) => {
  expect(JSON.stringify(written(fields))).not.toContain("p4ss");
});
