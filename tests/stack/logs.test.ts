import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { until } from "../conformance/testing/until.ts";
import { asSuperuser } from "./database.ts";
import { linesWith } from "./loki.ts";
import { siteUrl, tovrun } from "./tovrun.ts";

test("a request is found by its correlation id in the log of nginx and of the backend", async () => {
  const correlationId = randomUUID();
  const response = await fetch(`${siteUrl}/api/games`, { headers: { "x-correlation-id": correlationId } });
  expect(response.headers.get("x-correlation-id")).toBe(correlationId);
  const lines = await until(
    "both log lines",
    async () => {
      const found = await linesWith(correlationId);
      return found.has("tovplay-nginx") && found.has("tovplay-backend") ? found : false;
    },
    15,
  );
  expect(lines.get("tovplay-nginx")?.[0]).toContain('"path":"/api/games"');
});

test("an attempt to change the structure of the database is found in the log", async () => {
  const table = `probe_${randomUUID().replaceAll("-", "")}`;
  // One transaction: the refusal takes the table with it.
  const statements = `CREATE TABLE ${table} (); DROP TABLE ${table}`;
  await expect(asSuperuser(statements)).rejects.toThrow(/protection: DROP TABLE/);
  const lines = await until(
    "the statement in the log",
    async () => {
      const found = await linesWith(`DROP TABLE ${table}`);
      return found.get("tovplay-guardian") ?? false;
    },
    15,
  );
  expect(lines.join()).toContain('"role":"postgres"');
});

test("the server's own records are what its log command prints", async () => {
  const { stdout } = await tovrun("logs", "postgres", "--tail", "5");
  const records = stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toHaveLength(5);
  expect(records.every((record) => "backend_type" in record)).toBe(true);
});
