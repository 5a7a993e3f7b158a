import { expect, test } from "vitest";
import { checkSettings } from "./configuration.ts";
import { localSettings } from "./local.ts";

const ports = {
  nginx: 8080,
  backendBlue: 8000,
  backendGreen: 8001,
  pgbouncer: 6432,
  postgres: 5432,
  prometheus: 9090,
  alertmanager: 9093,
  logs: 3100,
};
const settings = {
  publicUrl: "http://127.0.0.1:8080",
  ports,
  pooler: { maxClients: 500, serverConnections: 15 },
};
const check = (changed: object) =>
  checkSettings(localSettings, "Pulumi.local.yaml", { ...settings, ...changed });

test.each([
  "http://127.0.0.1:8080",
  "https://play.example.org",
  "https://play.example.org/",
  "http://[::1]:81",
])("%s is an address for people", (publicUrl) => {
  expect(check({ publicUrl }).publicUrl).toBe(publicUrl);
});

test.each([
  "ftp://127.0.0.1:8080",
  "javascript:alert(1)",
  "127.0.0.1:8080",
  "http:127.0.0.1:8080",
  `http://${["ada", "secret"].join(":")}@127.0.0.1:8080`,
  "http://ada@127.0.0.1:8080",
  "http://127.0.0.1:8080/tovplay",
  "http://127.0.0.1:8080/?a=b",
  "http://127.0.0.1:80",
  "http://",
  " http://127.0.0.1:8080",
  "",
  undefined,
])("%j is none", (publicUrl) => {
  expect(() => check({ publicUrl })).toThrow(
    /^Pulumi\.local\.yaml has to be corrected: tovplay:publicUrl: must be .*http.*, for example http:\/\/127\.0\.0\.1:8080$/,
  );
});

test("the engine's program refuses one port for two services, and one that does not exist, in one sentence", () => {
  expect(() => check({ ports: { ...ports, backendBlue: 8080 } })).toThrow(
    "Pulumi.local.yaml has to be corrected: tovplay:ports.backendBlue: 8080 is the port of nginx already; choose another",
  );
  expect(() => check({ ports: { ...ports, logs: 70_000 } })).toThrow(
    "Pulumi.local.yaml has to be corrected: tovplay:ports.logs: must be a port from 1 to 65535",
  );
});
