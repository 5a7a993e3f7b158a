import { afterEach, beforeEach, expect, test } from "vitest";
import { ReleaseHost } from "./testing/release-host.ts";

const first = { version: "1" };
const second = { version: "2" };
let host: ReleaseHost;

beforeEach(async () => {
  host = new ReleaseHost();
  expect(await host.run("release", first)).toMatchObject({ code: 0, stderr: "" });
  host.watch();
});

afterEach(() => host.remove());

const deploy = (release: Parameters<ReleaseHost["run"]>[1], killAt?: number) =>
  host.run("release", release, killAt);
const atAnySlot = (line: string) => line.replace(/slot=\w+/, "");
const observe = async () => (await host.run("observe-release", second)).stdout.trim();

test("a release comes up beside the one that serves, which is stopped and kept", async () => {
  const { code, stdout } = await deploy(second);
  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toEqual([
    "started green",
    expect.stringMatching(/^healthy after \d+\.\d s$/),
    "switched to green",
    "drained and stopped blue",
  ]);
  expect(host.serving).toBe("green");
  expect(host.containers).toEqual({ blue: "exited", green: "running" });
  expect(host.outages).toBe("");
});

test("the same release again changes nothing that serves", async () => {
  expect((await deploy(first)).stdout).toMatch(/^blue serves release [0-9a-f]{12} already\n$/);
  expect(host.containers).toEqual({ blue: "running" });
});

test("a rollback starts the container that was kept", async () => {
  await deploy(second);
  expect((await deploy(first)).stdout).toContain("started blue again\n");
  expect(host.serving).toBe("blue");
});

test.each([
  [
    "unhealthy",
    /is unhealthy \(its last output: 503 password=\[redacted\]\); the earlier release goes on serving/,
  ],
  ["exits", /exited \(its last output: boom at postgres:\/\/\[redacted\]@db\); the earlier release goes on/],
] as const)("a release that is %s is taken away, told and recorded", async (behaviour, sentence) => {
  const { code, stderr } = await deploy({ version: "3", behaviour });
  expect(code).toBe(1);
  expect(stderr.trim()).toMatch(sentence);
  expect(host.serving).toBe("blue");
  expect(host.containers).toEqual({ blue: "running" });
  expect(JSON.parse(host.history)).toMatchObject({
    result: "failed",
    reason: stderr.trim(),
    actor: "unknown",
  });
  expect(host.outages).toBe("");
});

test.each([
  ["new", (number: number) => ({ version: `new ${number}` })],
  ["kept", () => second],
] as const)(
  "whatever change of a %s release is killed, the site goes on, and the next run ends right",
  async (_, release) => {
    await deploy(second);
    const whole = atAnySlot(await observe()).replace(/release=\w+/, "");
    let killed = true;
    for (let killAt = 1; killed; killAt++) {
      await deploy(first);
      killed = (await deploy(release(killAt), killAt)).code === null;
      expect(await deploy(release(killAt)), `after ${killAt}`).toMatchObject({ code: 0, stderr: "" });
      expect(atAnySlot(await observe()).replace(/release=\w+/, ""), `after ${killAt}`).toBe(whole);
      expect(Object.values(host.containers).sort()).toEqual(["exited", "running"]);
      if (!killed) expect(killAt).toBeGreaterThan(10);
    }
    expect(host.outages).toBe("");
  },
  120_000,
);

test.each(["switch", "stop", "remove", "replace"] as const)(
  "drift by hand (%s) is observed, and the next run repairs it",
  async (change) => {
    await deploy(second);
    const whole = await observe();
    host.tamper(change);
    expect(await observe()).not.toBe(whole);
    expect((await deploy(second)).code).toBe(0);
    expect(atAnySlot(await observe())).toBe(atAnySlot(whole));
  },
);

test("removal leaves nothing behind", async () => {
  await deploy(second);
  expect((await host.run("remove-release", second)).code).toBe(0);
  expect(host.containers).toEqual({});
  expect(host.serving).toBe("blue");
});
