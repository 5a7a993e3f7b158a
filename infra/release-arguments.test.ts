import { expect, test } from "vitest";
import { createArguments, type KnownContainer } from "./release-arguments.ts";

const container: KnownContainer = {
  image: `sha256:${"a".repeat(64)}`,
  user: "10001:10001",
  readOnly: true,
  restart: "unless-stopped",
  memory: 192,
  memorySwap: 192,
  healthcheck: {
    tests: ["CMD", "node", "it's.js"],
    interval: "3s",
    timeout: "5s",
    retries: 3,
    startPeriod: "30s",
  },
  destroyGraceSeconds: 30,
  logDriver: "json-file",
  logOpts: { "max-size": "10m", tag: "tovplay-backend" },
  labels: [{ label: "org.tovplay.stack", value: "staging" }],
  envs: ["PORT=5001", "NOTE=two words"],
  mounts: [{ type: "bind", source: "/srv/a", target: "/run/b", readOnly: true }],
  tmpfs: { "/tmp": "rw,size=16m" },
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  hosts: [{ host: "database.example.org", ip: "198.51.100.7" }],
  command: ["node", "dist/server.js"],
};

test("a release is created with every protection that a container has", () => {
  expect(createArguments(container)).toEqual([
    "--read-only",
    "--user=10001:10001",
    "--restart=unless-stopped",
    "--memory=192m",
    "--memory-swap=192m",
    "--stop-timeout=30",
    "--log-driver=json-file",
    "--log-opt=max-size=10m",
    "--log-opt=tag=tovplay-backend",
    "--label=org.tovplay.stack=staging",
    "--env=PORT=5001",
    "--env=NOTE=two words",
    "--mount=type=bind,source=/srv/a,target=/run/b,readonly",
    "--tmpfs=/tmp:rw,size=16m",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges:true",
    "--add-host=database.example.org:198.51.100.7",
    "--health-cmd='node' 'it'\\''s.js'",
    "--health-interval=3s",
    "--health-timeout=5s",
    "--health-retries=3",
    "--health-start-period=30s",
    container.image,
    "node",
    "dist/server.js",
  ]);
});

test.each([
  ["a line break", { envs: ["A=1\n--privileged"] }, /holds a line break/],
  [
    "a comma in a mounted path",
    { mounts: [{ type: "bind", source: "/a,readonly=false", target: "/b" }] },
    /holds a comma/,
  ],
  [
    "a health check for a shell",
    { healthcheck: { ...container.healthcheck, tests: ["CMD-SHELL", "true"] } },
    /use a command/,
  ],
])("refuses %s", (_, patch, message) => {
  expect(() => createArguments({ ...container, ...patch })).toThrow(message);
});
