import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { findLines } from "../../cli/logs/store/find-lines.ts";
import { until } from "../conformance/testing/until.ts";
import { asSuperuser } from "./database.ts";
import { deployedLogStore, linesWith } from "./log-store.ts";
import { siteUrl, tovrun } from "./tovrun.ts";

test("status shows which log store runs, and where", async () => {
  const { stdout } = await tovrun("status", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ logStore: await deployedLogStore() });
});

test("a request is found by its correlation id in the log of nginx and of the backend", async () => {
  const correlationId = randomUUID();
  const began = new Date(Date.now() - 60_000);
  const response = await fetch(`${siteUrl}/api/games`, { headers: { "x-correlation-id": correlationId } });
  expect(response.headers.get("x-correlation-id")).toBe(correlationId);
  const lines = await until(
    "both log lines",
    async () => {
      const found = await findLines(await deployedLogStore(), { correlationId, since: began });
      const services = new Set(found.map(({ service }) => service));
      return services.has("tovplay-nginx") && services.has("tovplay-backend") ? found : false;
    },
    60,
  );
  const asked = lines.find(({ service }) => service === "tovplay-nginx");
  expect(asked?.text).toContain('"path":"/api/games"');
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
    60,
  );
  expect(lines.join()).toContain('"role":"postgres"');
});

test("'./tovrun logs postgres' prints the server's own records", async () => {
  const { stdout } = await tovrun("logs", "postgres", "--tail", "5");
  const records = stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toHaveLength(5);
  expect(records.every((record) => "backend_type" in record)).toBe(true);
});
