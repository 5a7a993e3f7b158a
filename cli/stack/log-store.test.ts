import { expect, test } from "vitest";
import type { InspectedContainer } from "./containers.ts";
import { logStoreAmong, logStoreChange } from "./log-store.ts";

const bindings = [{ HostIp: "127.0.0.1", HostPort: "3100" }];

function container(label: string, ports: InspectedContainer["NetworkSettings"]["Ports"]): InspectedContainer {
  return {
    Id: "abc",
    Name: "/tovplay-any",
    RestartCount: 0,
    State: { Status: "running", StartedAt: "2026-11-21T10:00:00Z" },
    Config: { Image: "x", Labels: { "org.tovplay.log-store": label } },
    HostConfig: { Memory: 0 },
    NetworkSettings: { Ports: ports },
  };
}

test("the log store is known by its label, whatever its container is called", () => {
  const others = [container("", { "80/tcp": bindings }), container("unheard-of", { "80/tcp": bindings })];
  const store = container("victorialogs", { "9/tcp": null, "9428/tcp": bindings });
  expect(logStoreAmong([...others, store])).toEqual({ kind: "victorialogs", url: "http://127.0.0.1:3100" });
  expect(logStoreAmong(others)).toBeUndefined();
});

test("a log store that is stopped has no address", () => {
  expect(logStoreAmong([container("loki", {})])).toBeUndefined();
});

test("another log store than last time is told, with what becomes of the lines", () => {
  expect(logStoreChange({ loki: "a" }, { victorialogs: "b" })).toBe(
    "VictoriaLogs keeps the logs from the next deployment on. It begins empty: what Loki has kept is deleted with its volume then.",
  );
});

test.each([
  [{}, { loki: "a" }],
  [{ loki: "a" }, { loki: "b" }],
  [{ victorialogs: "a" }, {}],
])("from %j to %j nothing is told", (before, now) => {
  expect(logStoreChange(before, now)).toBeUndefined();
});
