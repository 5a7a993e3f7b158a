import { expect, test } from "vitest";
import {
  healthSettings,
  httpCheck,
  labelSettings,
  memorySettings,
  portSettings,
  scratchSettings,
} from "./settings.ts";

test("a port answers on this machine only unless it says otherwise", () => {
  expect(portSettings([{ inside: 5001, outside: 8000 }])).toEqual([
    { internal: 5001, external: 8000, ip: "127.0.0.1", protocol: "tcp" },
  ]);
});

test.each(["0.0.0.0", "::", "192.0.2.7"])("a port on %s has to be declared public", (address) => {
  expect(() => portSettings([{ inside: 80, outside: 80, address }])).toThrow(
    `port 80 is published on ${address}: set public to true, or keep the address 127.0.0.1`,
  );
  expect(portSettings([{ inside: 80, outside: 80, address, public: true }])[0]?.ip).toBe(address);
});

test.each([0, 5, 1.5, Number.NaN])("refuses %s MiB of memory", (mebibytes) => {
  expect(() => memorySettings(mebibytes)).toThrow(/whole number of MiB/);
});

test("swap is off", () => {
  expect(memorySettings(64)).toEqual({ memory: 64, memorySwap: 64 });
});

test("public ports are named in a label, others are not", () => {
  const ports = [
    { inside: 80, outside: 80, public: true },
    { inside: 5001, outside: 8000 },
  ];
  expect(labelSettings("staging", "tovplay-nginx", ports, {})).toContainEqual({
    label: "org.tovplay.public-ports",
    value: "80",
  });
  expect(labelSettings("staging", "tovplay-nginx", [], {})).toHaveLength(2);
});

test("a health check watches from inside, and what it says counts at once", () => {
  const closer = ["pg_controldata", "--version"];
  expect(healthSettings({ look: ["pg_isready"], first: closer, startSeconds: 90 })).toEqual({
    tests: ["CMD", "sh", "/run/tovplay/health.sh", "pg_isready", "--", ...closer],
    interval: "1s",
    timeout: "6m0s",
    retries: 1,
    startPeriod: "1m30s",
  });
  expect(httpCheck(9090, "/-/ready").look).toEqual(["http", "9090", "/-/ready"]);
});

test("an image without a shell is asked by the engine", () => {
  expect(healthSettings({ look: ["/usr/bin/loki", "-health"], withoutShell: true })).toMatchObject({
    tests: ["CMD", "/usr/bin/loki", "-health"],
    interval: "10s",
    retries: 3,
  });
});

test("a folder in memory belongs to the container's user", () => {
  expect(scratchSettings(70, { "/tmp": 4 })).toEqual({
    "/tmp": "rw,nosuid,nodev,size=4m,mode=0700,uid=70,gid=70",
  });
});
