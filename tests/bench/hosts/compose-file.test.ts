import { expect, test } from "vitest";
import { composeFile, type Inspected } from "./compose-file.ts";

const inspected: Inspected = {
  Name: "/tovplay-backend-green",
  Image: `sha256:${"1".repeat(64)}`,
  Config: {
    Cmd: ["node", "$HOME/server.js"],
    Entrypoint: null,
    Env: ["PORT=5001"],
    User: "10001:10001",
    Healthcheck: { Test: ["CMD", "true"], Interval: 3e9, Timeout: 5e9, StartPeriod: 0, Retries: 3 },
  },
  HostConfig: {
    Memory: 1024,
    CapDrop: ["ALL"],
    SecurityOpt: null,
    ReadonlyRootfs: true,
    ExtraHosts: null,
    Tmpfs: { "/tmp": "size=16m" },
    PortBindings: { "5001/tcp": [{ HostIp: "127.0.0.1", HostPort: "8001" }] },
    LogConfig: { Type: "json-file", Config: {} },
    RestartPolicy: { Name: "unless-stopped" },
  },
  Mounts: [{ Type: "volume", Name: "data", Source: "/var/lib/x", Destination: "/data", RW: true }],
  NetworkSettings: { Networks: { pool: { Aliases: ["tovplay-backend"] } } },
};

test("a compose file made from running containers declares the same containers on other ports", () => {
  const { services, networks, volumes } = JSON.parse(composeFile([inspected]));
  expect(Object.keys(services)).toEqual(["tovplay-backend"]);
  expect(services["tovplay-backend"]).toMatchObject({
    image: inspected.Image,
    command: ["node", "$$HOME/server.js"],
    ports: ["127.0.0.1:28001:5001/tcp"],
    tmpfs: ["/tmp:size=16m"],
    volumes: [{ type: "volume", source: "data", target: "/data", read_only: false }],
    networks: { pool: { aliases: ["tovplay-backend"] } },
    healthcheck: { interval: "3000ms" },
  });
  expect([networks, volumes]).toEqual([{ pool: {} }, { data: {} }]);
});
