import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { exitCodes } from "../terminal/exit.ts";
import {
  installNode,
  installNpm,
  layMachine,
  nodeOf,
  publishNode,
  put,
  startLauncher,
} from "./testing/bare-machine.ts";
import { type Archive, openRegistry, type PackageRegistry } from "./testing/package-registry.ts";

// Each of them starts npm, some twice.
vi.setConfig({ testTimeout: 120_000 });

const node = "v24.22.3";
const lockFile = "toolchain/node/package-lock.json";
/** What a launcher says that runs on a Node of its own. */
const brought = `${node} ${node} own-npm\n`;

let folder = "";
let registry: PackageRegistry;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-node-"));
  registry = await openRegistry();
  layMachine(folder);
  publishNode(folder, registry, nodeOf(node));
});
afterEach(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

const start = () => startLauncher(folder, registry);
const run = () => start().ended;
const cached = () => readdirSync(join(folder, "cache/tovplay/node"));
const nodesAsked = () => registry.asked.filter((name) => name !== "npm");

/** Resolves when an archive is asked for, which is then not sent. */
function stalledDownload(): Promise<void> {
  return new Promise((resolve) => {
    registry.gate = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
}

describe("a machine with only Node 20", () => {
  beforeEach(() => {
    installNode(folder, "v20.0.0");
    installNpm(folder);
  });

  test("gets a Node 24 with an npm of its own, for child programs too", async () => {
    const { status, stdout, stderr } = await run();
    expect(stdout, stderr).toBe(brought);
    expect(status).toBe(0);
    expect(stderr).toContain("tovrun: bringing Node 24.22.3 with npm (50 MB, once)\n");
  });

  test("needs neither a registry nor npm again", async () => {
    await run();
    registry.close();
    rmSync(join(folder, "bin/npm"));
    expect(await run()).toEqual({ status: 0, stdout: brought, stderr: "" });
  });

  test("gets it once for two launchers that start together", async () => {
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ stdout }) => stdout)).toEqual([brought, brought]);
    expect(nodesAsked()).toHaveLength(1);
    expect(cached()).toHaveLength(1);
  });

  test("gets it after the launcher and its npm were killed half way", async () => {
    const stalled = stalledDownload();
    const launcher = start();
    await stalled;
    process.kill(-launcher.pid, "SIGKILL");
    await launcher.ended;
    registry.gate = async () => undefined;
    const { stdout, stderr } = await run();
    expect(stdout, stderr).toBe(brought);
    expect(cached()).toHaveLength(1);
  });

  test("keeps nothing of it when the launcher is told to stop", async () => {
    const stalled = stalledDownload();
    const launcher = start();
    await stalled;
    process.kill(launcher.pid, "SIGTERM");
    const { status, stderr } = await launcher.ended;
    expect(stderr).toContain("tovrun: stopped while bringing Node 24.22.3; run it again to go on\n");
    expect(status).toBe(143);
    expect(cached()).toEqual([]);
  });

  test.each([
    ["what the registry publishes", (changed: Archive) => changed],
    ["what arrives", (changed: Archive, pinned: Archive) => ({ ...pinned, content: changed.content })],
  ])("never runs a Node when %s has another hash than the pinned one", async (_, serve) => {
    const pinned = publishNode(folder, registry, nodeOf(node));
    const lock = readFileSync(join(folder, lockFile), "utf8");
    const changed = publishNode(folder, registry, `${nodeOf(node)}# changed\n`);
    put(folder, lockFile, lock);
    registry.archives.set(pinned.name, serve(changed, pinned));
    const { status, stdout, stderr } = await run();
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /what npm fetched as Node 24\.22\.3 does not have the hashes .* was not used; .*\n$/,
    );
    expect(cached()).toEqual([]);
  });

  test("is told when the Node that was fetched does not run there", async () => {
    publishNode(folder, registry, "#!/bin/sh\nexit 127\n");
    const { status, stderr } = await run();
    expect(status).toBe(exitCodes.missing.code);
    expect(stderr).toMatch(
      /Node 24\.22\.3 was fetched but does not run on this machine; install Node 24 .*\n$/,
    );
    expect(cached()).toEqual([]);
  });

  test("is told when the registry cannot be reached", async () => {
    registry.close();
    const { status, stderr } = await run();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /tovrun: npm could not fetch Node 24\.22\.3 .*; check that the npm registry is reachable/,
    );
    expect(cached()).toEqual([]);
  });

  test("is told when no Node is published for its processor", async () => {
    rmSync(join(folder, "bin/uname"));
    put(folder, "bin/uname", "#!/bin/sh\necho Linux riscv64\n");
    const { status, stderr } = await run();
    expect(status).toBe(exitCodes.missing.code);
    expect(stderr).toMatch(
      /^tovrun: Node 24 or newer .* for Linux riscv64 \(found v20\.0\.0 in \S+\); install it.*\n$/,
    );
  });
});

test.each(["v24.0.0", "v25.1.0", "v26.0.0"])("Node %s on PATH is used as it is", async (version) => {
  installNode(folder, version);
  installNpm(folder);
  const { stdout, stderr } = await run();
  expect(stdout, stderr).toMatch(new RegExp(`^${version} ${version} \\d+`));
  expect(registry.asked).toEqual([]);
});

test("Node 24 that nvm has installed is preferred to Node 20 on PATH", async () => {
  installNode(folder, "v20.0.0");
  installNpm(folder);
  put(folder, "home/.nvm/versions/node/v24.1.0/bin/node", nodeOf("v24.1.0"));
  const { stdout, stderr } = await run();
  expect(stdout, stderr).toMatch(/^v24\.1\.0 v24\.1\.0 /);
  expect(registry.asked).toEqual([]);
});

test.each([
  ["nothing", [], /neither was found; install the current LTS version of Node, then run this again\n$/],
  ["Node 18", ["v18.20.8"], /neither was found \(found v18\.20\.8 in \S+\); install the current LTS/],
  ["Node 20 without npm", ["v20.0.0"], /npm, which would fetch it, was not found beside \S+; install npm/],
])("a machine with %s is told in one sentence what to install", async (_, versions, expected) => {
  for (const version of versions) installNode(folder, version);
  const { status, stdout, stderr } = await run();
  expect(status).toBe(exitCodes.missing.code);
  expect(stdout).toBe("");
  expect(stderr).toMatch(expected);
  expect(stderr.split("\n")).toHaveLength(2);
});
