import { expect, test } from "vitest";
import { createArguments, type KnownContainer } from "./release-arguments.ts";

const healthcheck = {
  tests: ["CMD", "node", "it's.js"],
  interval: "3s",
  timeout: "5s",
  retries: 3,
  startPeriod: "30s",
};

const container: KnownContainer = {
  name: "tovplay-backend",
  image: `sha256:${"a".repeat(64)}`,
  networkMode: "bridge",
  networksAdvanced: [{ name: "tovplay-pool" }],
  ports: [],
  wait: true,
  waitTimeout: 60,
  healthcheck,
};

const onlyHealth = createArguments(container).slice(0, -1);

test("a health check is asked without leaving a shell behind", () => {
  expect(onlyHealth).toEqual([
    "--health-cmd=exec 'node' 'it'\\''s.js'",
    "--health-interval=3s",
    "--health-timeout=5s",
    "--health-retries=3",
    "--health-start-period=30s",
  ]);
});

test.each<[Partial<KnownContainer>, string[]]>([
  [{ readOnly: true }, ["--read-only"]],
  [{ readOnly: false }, []],
  [{ user: "10001:10001" }, ["--user=10001:10001"]],
  [{ restart: "unless-stopped" }, ["--restart=unless-stopped"]],
  [{ memory: 192, memorySwap: 192 }, ["--memory=192m", "--memory-swap=192m"]],
  [{ shmSize: 64 }, ["--shm-size=64m"]],
  [{ destroyGraceSeconds: 30 }, ["--stop-timeout=30"]],
  [{ capabilities: { drops: ["ALL"], adds: ["CHOWN"] } }, ["--cap-drop=ALL", "--cap-add=CHOWN"]],
  [{ securityOpts: ["no-new-privileges:true"] }, ["--security-opt=no-new-privileges:true"]],
  [
    { logDriver: "json-file", logOpts: { "max-size": "10m", tag: "tovplay-backend" } },
    ["--log-driver=json-file", "--log-opt=max-size=10m", "--log-opt=tag=tovplay-backend"],
  ],
  [{ labels: [{ label: "org.tovplay.stack", value: "a=b" }] }, ["--label=org.tovplay.stack=a=b"]],
  [{ envs: ["PORT=5001", "NOTE=two words"] }, ["--env=PORT=5001", "--env=NOTE=two words"]],
  [
    { hosts: [{ host: "database.example.org", ip: "198.51.100.7" }] },
    ["--add-host=database.example.org:198.51.100.7"],
  ],
  [
    { mounts: [{ type: "bind", source: "/srv/a", target: "/run/b", readOnly: true }] },
    ["--mount=type=bind,source=/srv/a,target=/run/b,readonly"],
  ],
  [{ tmpfs: { "/tmp": "rw,size=16m" } }, ["--tmpfs=/tmp:rw,size=16m"]],
])("%j is handed on", (setting, expected) => {
  const options = createArguments({ ...container, ...setting }).slice(0, -1);
  expect(options.filter((option) => !onlyHealth.includes(option)).sort()).toEqual([...expected].sort());
});

test("image and command come last", () => {
  const command = ["node", "--", "dist/server.js"];
  expect(createArguments({ ...container, command }).slice(-4)).toEqual([container.image, ...command]);
});

test.each<[string, Partial<KnownContainer>, RegExp]>([
  ["a setting that would be lost", { privileged: true }, /cannot have the setting privileged/],
  ["a line break", { envs: ["A=1\n--privileged"] }, /contains a line break/],
  ["an empty argument", { command: [""] }, /is empty/],
  [
    "a comma in a mounted path",
    { mounts: [{ type: "bind", source: "/a,readonly=false", target: "/b" }] },
    /contains a comma/,
  ],
  [
    "a health check for a shell",
    { healthcheck: { ...healthcheck, tests: ["CMD-SHELL", "true"] } },
    /use a command/,
  ],
])("refuses %s", (_, patch, message) => {
  expect(() => createArguments({ ...container, ...patch })).toThrow(message);
});
