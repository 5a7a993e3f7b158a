import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findLines } from "../../../cli/logs/store/find-lines.ts";
import { logCases, questionAt, writtenLines } from "../../../cli/logs/store/testing/log-cases.ts";
import { until } from "../testing/until.ts";
import { type LogShipping, logStoresHere, startShipping } from "./log-shipping.ts";

const here = await logStoresHere();

test("this machine has the image of a log store", () => {
  expect(here).not.toEqual([]);
});

describe.each(here)("$kind, fed by the collector", ({ kind, image }) => {
  const now = Date.now();
  const since = new Date(now - 3_600_000);
  let shipping: LogShipping;

  const textsOf = async (service: string) => {
    const lines = await findLines(await shipping.store(), { service, since, limit: 5000 });
    return lines.map(({ text }) => text);
  };

  beforeAll(async () => {
    shipping = await startShipping(kind, image);
    for (const { service, text, minutesAgo } of writtenLines)
      await shipping.write(service, text, new Date(now - minutesAgo * 60_000));
    await until("all lines are there", async () => {
      const found = await findLines(await shipping.store(), questionAt(now, { since: 180, limit: 5000 }));
      expect(found).toHaveLength(writtenLines.length);
    });
  });
  afterAll(() => shipping?.stop());

  test.each(logCases)("finds %s", async (_, question, found) => {
    const lines = await findLines(await shipping.store(), questionAt(now, question));
    expect(lines.map(({ text }) => text)).toEqual(found);
  });

  test("keeps the time at which a container wrote a line", async () => {
    const [line] = await findLines(await shipping.store(), questionAt(now, { service: "tovplay-postgres" }));
    expect(line?.at).toBe(BigInt(now - 5 * 60_000) * 1_000_000n);
  });

  test("keeps no value of a row", async () => {
    const err = { code: "23505", detail: "Key (email)=(canary) exists.", where: "canary", table: "User" };
    await shipping.write("tovplay-rows", JSON.stringify({ level: "error", password: "canary", err }));
    await shipping.write("tovplay-rows", "23514 DETAIL:  Failing row contains (canary).");
    await until("both lines are there", async () => expect(await textsOf("tovplay-rows")).toHaveLength(2));
    expect(await findLines(await shipping.store(), { text: "canary", since })).toEqual([]);
    for (const field of ["err_detail", "err.detail", "err_where", "password"]) {
      expect(await askedByField(field)).not.toContain("canary");
    }
  });

  test("accepts a line that arrives after newer ones", async () => {
    await shipping.write("tovplay-late", "younger");
    await until("the younger line", async () => expect(await textsOf("tovplay-late")).toEqual(["younger"]));
    await shipping.write("tovplay-late", "older", new Date(now - 30 * 60_000));
    await until("the older line", async () => {
      expect(await textsOf("tovplay-late")).toEqual(["older", "younger"]);
    });
  });

  test("has each line once that was written while it was down and the collector restarted", async () => {
    const numbers = Array.from({ length: 500 }, (_, number) => `line ${String(number).padStart(3, "0")}`);
    await shipping.docker("store", "stop");
    for (const [number, text] of numbers.entries())
      await shipping.write("tovplay-away", text, new Date(now + number));
    await shipping.docker("collector", "restart");
    await shipping.docker("store", "start");
    await until(
      "all lines are there",
      async () => expect((await textsOf("tovplay-away")).length).toBeGreaterThanOrEqual(numbers.length),
      90,
    );
    expect(await textsOf("tovplay-away")).toEqual(numbers);
  });

  test("lets no web page read the lines", async () => {
    const { url } = await shipping.store();
    const path = kind === "loki" ? "/loki/api/v1/labels" : "/select/logsql/query?query=*&start=5m&end=now";
    const response = await fetch(`${url}${path}`, { headers: { origin: "http://site.example.org" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  /** Everything that the store returns about lines in which a field is set. */
  async function askedByField(field: string): Promise<string> {
    const { url } = await shipping.store();
    const logQl = { query: `{service_name="tovplay-rows"} | ${field.replace(".", "_")} != ""` };
    const logsQl = { query: `${JSON.stringify(field)}:*`, start: "1h", end: "now" };
    const [path, parameters] =
      kind === "loki" ? ["/loki/api/v1/query_range", logQl] : ["/select/logsql/query", logsQl];
    const response = await fetch(`${url}${path}?${new URLSearchParams(parameters)}`);
    expect(response.status).toBe(200);
    return response.text();
  }
});
