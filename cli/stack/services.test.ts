import { expect, test } from "vitest";
import { formatTable } from "../terminal/table.ts";
import { type InspectedContainer, usedBytes } from "./containers.ts";
import { findByName } from "./service-name.ts";
import { isWell, serviceOf, statusRows, uptimeText } from "./services.ts";

const container: InspectedContainer = {
  Id: "abc",
  Name: "/tovplay-nginx",
  RestartCount: 0,
  State: { Status: "running", StartedAt: "2026-11-21T10:00:00Z", Health: { Status: "healthy" } },
  Config: { Image: `sha256:${"3cb1abc8913f".padEnd(64, "0")}`, Labels: {} },
  HostConfig: { Memory: 32 * 1024 ** 2 },
  NetworkSettings: { Ports: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }], "9/tcp": null } },
};

test("a service is told in one row", () => {
  const service = serviceOf(container, new Map([["tovplay-nginx", 5_242_880]]));
  const now = Date.parse("2026-11-21T11:05:00Z");
  expect(formatTable(statusRows([service], now))).toBe(
    [
      "SERVICE        HEALTH   MEMORY (MiB)  UP         PORTS                     IMAGE",
      "tovplay-nginx  healthy  5 / 32        1 h 5 min  127.0.0.1:8080->8080/tcp  sha256:3cb1abc8913f",
    ].join("\n"),
  );
});

test.each([
  ["running", "healthy", true],
  ["running", "unhealthy", false],
  ["running", "starting", false],
  ["exited", "healthy", false],
])("%s and %s is well: %s", (Status, health, well) => {
  const State = { ...container.State, Status, Health: { Status: health } };
  expect(isWell(serviceOf({ ...container, State }, new Map()))).toBe(well);
});

test.each([
  ["12.5MiB / 256MiB", 13_107_200],
  ["1.2GiB / 2GiB", 1_288_490_189],
  ["0B / 0B", 0],
  ["--", undefined],
])("memory %j is %s bytes", (text, bytes) => {
  expect(usedBytes(text)).toBe(bytes);
});

test.each([
  [0, "0 min"],
  [59 * 60_000, "59 min"],
  [3 * 3_600_000, "3 h 0 min"],
  [50 * 3_600_000, "2 days"],
])("%i ms up reads %s", (elapsed, text) => {
  expect(uptimeText(new Date(0).toISOString(), elapsed)).toBe(text);
});

test("a service is found with and without the prefix; a wrong name is answered with what there is", () => {
  const names = ["tovplay-nginx", "tovplay-backend"];
  expect(findByName("nginx", names)).toBe("tovplay-nginx");
  expect(findByName("tovplay-backend", names)).toBe("tovplay-backend");
  expect(() => findByName("redis", names)).toThrow("there is no service 'redis'; there are nginx, backend");
  expect(() => findByName("nginx", [])).toThrow("bring it up with ./tovrun up");
});
