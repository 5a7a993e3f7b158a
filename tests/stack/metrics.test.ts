import { expect, test } from "vitest";
import { until } from "../conformance/testing/until.ts";

test.each([
  ["backend", "process_resident_memory_bytes"],
  ["postgres", "pg_up"],
  ["pgbouncer", "pgbouncer_pools_server_idle_connections"],
])("Prometheus has the metrics of %s", async (job, metric) => {
  const query = new URLSearchParams({ query: `${metric}{job="${job}"}` });
  const result = await until(
    `${metric} of ${job}`,
    async () => {
      const response = await fetch(`http://127.0.0.1:9090/api/v1/query?${query}`);
      const body = (await response.json()) as { data: { result: unknown[] } };
      return body.data.result.length > 0 && body.data.result;
    },
    60,
  );
  expect(result.length).toBeGreaterThan(0);
});

test("Prometheus has found Alertmanager", async () => {
  const urls = await until(
    "an active Alertmanager",
    async () => {
      const response = await fetch("http://127.0.0.1:9090/api/v1/alertmanagers");
      const body = (await response.json()) as { data: { activeAlertmanagers: { url: string }[] } };
      return (
        body.data.activeAlertmanagers.length > 0 && body.data.activeAlertmanagers.map((active) => active.url)
      );
    },
    60,
  );
  expect(urls).toEqual(["http://tovplay-alertmanager:9093/api/v2/alerts"]);
});
