import { parser } from "@grafana/lezer-logql";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLines, type RunningLogStore } from "./find-lines.ts";
import { logQl } from "./loki.ts";
import { quoted } from "./question.ts";
import { logCases, questionAt, writtenLines } from "./testing/log-cases.ts";
import { lokiDouble } from "./testing/loki-double.ts";
import { logsQl } from "./victorialogs.ts";

const now = Date.now();
const since = new Date(now);
let double: Awaited<ReturnType<typeof lokiDouble>>;
let store: RunningLogStore;

beforeAll(async () => {
  double = await lokiDouble(writtenLines, now);
  store = { kind: "loki", url: double.url };
});
afterAll(() => double.close());

test.each(logCases)("Loki finds %s", async (_, question, found) => {
  const lines = await findLines(store, questionAt(now, question));
  expect(lines.map(({ text }) => text)).toEqual(found);
});

test("a line comes with its service and its time to the nanosecond", async () => {
  const [line] = await findLines(store, questionAt(now, { service: "tovplay-postgres" }));
  expect(line).toEqual({
    at: BigInt(now - 5 * 60_000) * 1_000_000n,
    service: "tovplay-postgres",
    text: "LOG:  no JSON, no level",
  });
});

test.each([0, 1.5, 5001])("a limit of %s is refused before a store is asked", async (limit) => {
  await expect((async () => findLines(store, { since, limit }))()).rejects.toThrow(/from 1 to 5000/);
});

test("a store that is away is named with its address", async () => {
  const away = { kind: "victorialogs", url: "http://127.0.0.1:1" } as const;
  await expect(findLines(away, { since })).rejects.toThrow(
    "VictoriaLogs does not answer at http://127.0.0.1:1; look at './tovrun status'",
  );
});

test("what a store says when it refuses is passed on", async () => {
  await expect(findLines({ ...store, url: `${store.url}/nowhere` }, { since })).rejects.toThrow(
    "Loki refuses the query: 404 page not found",
  );
});

const anyText = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });

test("any text stays inside one string of LogQL", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (service, text, correlationId) => {
      const query = logQl({ service, text, correlationId, since });
      const nodes: string[] = [];
      parser
        .parse(query)
        .iterate({ enter: ({ type }) => void nodes.push(type.isError ? "error" : type.name) });
      expect(nodes).not.toContain("error");
      expect(nodes.filter((name) => name === "String")).toHaveLength(3);
    }),
  );
});

test("any text stays inside one string of LogsQL", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (service, text, correlationId) => {
      const query = logsQl({ service, text, correlationId, since });
      const literal = /"(?:[^"\\\n]|\\(?:["\\nrtbf]|u[0-9a-f]{4}))*"/g;
      const [, ...strings] = query.match(literal) ?? [];
      expect(strings.map((each) => JSON.parse(each))).toEqual(
        [service, text, correlationId].map((each) => Buffer.from(each).toString()),
      );
      expect(query.replace(literal, "_")).toBe(
        "{_=_} _msg:*_* correlationId:=_ | fields _time, _msg, _stream",
      );
    }),
  );
});

test("half a surrogate pair, which Go refuses, becomes the character for what is unknown", () => {
  expect(quoted("a\ud800b")).toBe('"a\ufffdb"');
});
