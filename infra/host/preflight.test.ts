import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { preflightSettings } from "./preflight.ts";
import { script } from "./script.ts";

const settings = preflightSettings({
  minimum: { memoryMebibytes: 1500, diskMebibytes: 5000 },
  ports: [443, 80, 443],
  occasion: "a",
});

/** What `preflight-facts.sh` finds on a host that can be deployed to. */
const good = {
  system: "debian",
  system_version: "13",
  machine: "x86_64",
  kernel: "6.12.48+deb13-amd64",
  user: "0",
  memory: "2048",
  disk: "9000",
  disk_docker: "9000",
  engine: "26.1.5+dfsg1",
  swarm: "inactive",
  firewall: "none",
  taken: "",
  now: "1795250000",
  TOVPLAY_NOW: "1795250010",
};

function judge(facts: Partial<typeof good>) {
  const env = { PATH: process.env.PATH, ...settings, ...good, ...facts };
  const { status, stderr } = spawnSync("sh", ["-c", script("host/preflight-judgement")], {
    env,
    encoding: "utf8",
  });
  return { status, said: stderr };
}

test.each<[string, Partial<typeof good>]>([
  ["a host with all it needs", {}],
  ["one without an engine, which is going to be installed", { engine: "none" }],
  ["one whose engine is stopped", { engine: "stopped" }],
  ["the oldest engine", { engine: "20.10.5+dfsg1" }],
  ["Ubuntu 24.04", { system: "ubuntu", system_version: "24.04" }],
  ["a clock that is 30 s off", { now: "1795250040" }],
])("passes %s", (_, facts) => {
  expect(judge(facts)).toEqual({ status: 0, said: "" });
});

test.each<[Partial<typeof good>, RegExp]>([
  [{ system_version: "11" }, /: Debian 11 is too old, install 12 or newer\n$/],
  [{ system: "ubuntu", system_version: "22.04" }, /: Ubuntu 22.04 is too old/],
  [{ system: "alpine" }, /: alpine is neither Debian nor Ubuntu/],
  [{ user: "1000" }, /do not run as root, connect as root or as a user with sudo/],
  [{ machine: "aarch64" }, /its architecture is aarch64 but the images are for x86_64/],
  [{ kernel: "4.19.0-27-amd64" }, /kernel 4.19.0-27-amd64 is too old, boot 5.10/],
  [{ memory: "1499" }, /has 1499 MiB of memory and needs 1500/],
  [{ disk: "4999" }, /disk has 4999 MiB free and needs 5000, free some space/],
  [{ disk_docker: "10" }, /\/var\/lib\/docker has 10 MiB free and needs 5000/],
  [{ engine: "19.03.15" }, /engine 19.03.15 is older than 20.10, upgrade it/],
  [{ engine: "v4" }, /not the Docker engine \('v4'\)/],
  [{ swarm: "active" }, /in a Swarm/],
  [{ firewall: "ufw" }, /ufw sets firewall rules of its own, disable it/],
  [
    { taken: "port 80 by apache2 (process 7)" },
    /already in use: port 80 by apache2 \(process 7\), stop that program/,
  ],
  [{ now: "1795250041" }, /clock is 31 s fast/],
  [{ now: "1795249979" }, /clock is 31 s slow/],
  [{ memory: "" }, /^the preflight could not read the memory of the host \(it got ''\)/],
  [{ disk: "12G" }, /could not read the free disk space of the host \(it got '12G'\)/],
])("refuses a host with %j", (facts, words) => {
  const { status, said } = judge(facts);
  expect(status).toBe(1);
  expect(said).toMatch(words);
  expect(said.trim().split("\n")).toHaveLength(1);
});

test("one sentence says all that is in the way", () => {
  const { said } = judge({ memory: "512", firewall: "ufw" });
  expect(said).toMatch(
    /^nothing was changed: this host does not meet the requirements: it has 512 .*; ufw sets/,
  );
});

test("ports are asked for once each, and the occasion makes the step run again", () => {
  expect(settings).toMatchObject({ PORTS: "80 443", OCCASION: "a" });
});

test.each([
  [{ memoryMebibytes: -1, diskMebibytes: 1 }, [80], /^minimum.memoryMebibytes is -1; set it/],
  [{ memoryMebibytes: 1, diskMebibytes: 1.5 }, [80], /^minimum.diskMebibytes is 1.5; set it/],
  [{ memoryMebibytes: 1, diskMebibytes: 1 }, [0], /^ports contains 0; a port is/],
])("refuses the arguments %j %j", (minimum, ports, words) => {
  expect(() => preflightSettings({ minimum, ports, occasion: "a" })).toThrow(words);
});
