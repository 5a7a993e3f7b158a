import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forget, recall, remember } from "./memory.ts";
import { inDoubt, lookAhead, lookIfKnown, rememberDeployment, rememberPreview } from "./outlook.ts";
import type { Recorded } from "./question.ts";

const hash = "0123456789abcdef0123456789abcdef";

let folder = "";
const at = (...names: string[]) => join(folder, ...names);

/** What Docker's client says here: of containers, and of the rights of the server in one. */
function dockerSays(container: string, rights = hash): void {
  const script = `#!/bin/sh\ncase "$1" in container) echo "${container}" ;; exec) echo "${rights}" ;; esac\n`;
  writeFileSync(at("docker"), script);
  chmodSync(at("docker"), 0o755);
}
const running = "abc /tovplay-postgres true 33554432 33554432 unless-stopped 0 '' edge";

const place = (value: string) => writeFileSync(at("file"), value);

const resources = (): Recorded[] => [
  { urn: "urn:docker", type: "pulumi:providers:docker", id: "1", inputs: {} },
  {
    urn: "urn:file",
    type: "tovplay-host:index:File",
    inputs: { observe: 'cat "$TARGET"', environment: { TARGET: at("file") } },
    outputs: { observed: "text", applied: "text" },
  },
  {
    urn: "urn:functions",
    type: "tovplay-host:index:Command",
    inputs: { environment: { CONTAINER: "tovplay-postgres", DATABASE: "TovPlay" } },
    outputs: { observed: "", applied: "" },
  },
  { urn: "urn:grant", type: "postgresql:index/grant:Grant" },
  {
    urn: "urn:postgres",
    type: "docker:index/container:Container",
    id: "abc",
    provider: "urn:docker::1",
    outputs: {
      name: "tovplay-postgres",
      mustRun: true,
      memory: 32,
      memorySwap: 32,
      restart: "unless-stopped",
      cpuShares: 0,
      cpuSet: "",
      networkDatas: [{ networkName: "edge" }],
    },
  },
];

const target = (profiles = "core") => ({
  stack: "local",
  env: {
    PATH: `${folder}:${process.env.PATH}`,
    PULUMI_BACKEND_URL: `file://${folder}`,
    TOVPLAY_PROFILES: profiles,
  },
});

/** Makes this the stack's state. */
function stateOf(known: readonly Recorded[]) {
  const deployment = { resources: known.map((each) => ({ ...each })) };
  mkdirSync(at(".pulumi/stacks/tovplay"), { recursive: true });
  const text = JSON.stringify({ version: 3, checkpoint: { latest: deployment } });
  writeFileSync(at(".pulumi/stacks/tovplay/local.json"), text);
  return { deployment };
}

/** A stack that was deployed with everything known for sure: the state was empty before. */
async function deployed() {
  const before = await lookAhead(target(), undefined);
  const state = stateOf(resources());
  await rememberDeployment(target(), before, false);
  return state;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-look-"));
  vi.stubEnv("TOVPLAY_STATE_DIR", folder);
  writeFileSync(at("images.json"), "{}");
  place("text");
  dockerSays(running);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("what is as it was left, by the same inputs, leaves nothing to do", async () => {
  expect(await lookAhead(target(), await deployed())).toMatchObject({ work: "nothing", found: "as left" });
});

test.each([
  ["an edited file", () => place("other")],
  ["a removed file", () => rmSync(at("file"))],
  ["a stopped container", () => dockerSays(running.replace("true", "false"))],
  ["a container with another limit", () => dockerSays(running.replace("33554432", "0"))],
  ["a removed container", () => dockerSays("")],
  ["a changed grant", () => dockerSays(running, hash.replace("0", "1"))],
  ["a server that gives no answer", () => dockerSays(running, "")],
])("%s is noticed, and the engine compares everything", async (_, change) => {
  const state = await deployed();
  change();
  const outlook = await lookAhead(target(), state);
  expect(outlook).toMatchObject({ work: "unknown", found: "changed" });
  expect(inDoubt(outlook)).toBe(true);
});

test.each([
  ["images", () => writeFileSync(at("images.json"), '{"node":"sha256:1"}'), "core"],
  ["parts of the stack", () => undefined, "core,database"],
  ["day", () => vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ["Date"] }), "core"],
])("other %s are the engine's business, but nothing was changed by hand", async (_, change, profiles) => {
  const state = await deployed();
  change();
  const outlook = await lookAhead(target(profiles), state);
  vi.useRealTimers();
  expect(outlook).toMatchObject({ work: "unknown", found: "as left" });
  expect(inDoubt(outlook)).toBe(false);
});

test("the one application that has changed is expected before anything is asked", async () => {
  const build: Recorded = { urn: "urn:x::tovplay-backend-build", type: "command:local:Command" };
  const before = await lookAhead(target(), undefined);
  const state = stateOf([...resources(), build]);
  await rememberDeployment(target(), before, false);
  const memory = recall("local");
  if (memory) remember("local", { ...memory, inputs: { ...memory.inputs, backend: "other" } });
  dockerSays("", "");
  const expected = vi.fn();
  expect(await lookAhead(target(), state, expected)).toMatchObject({ work: "unknown" });
  expect(expected.mock.calls).toEqual([[{ service: "backend" }]]);
});

test("a preview that found nothing to change is remembered, so that the next one need not ask", async () => {
  const state = await deployed();
  const now = target("core,database");
  await rememberPreview(now, await lookAhead(now, state), state);
  expect(await lookAhead(now, state)).toMatchObject({ work: "nothing" });
});

test("another state than the remembered one, or no memory, leaves all to the engine", async () => {
  const state = await deployed();
  expect(await lookIfKnown(target(), stateOf(resources().slice(0, 2)))).toBeUndefined();
  forget("local");
  expect(await lookIfKnown(target(), state)).toBeUndefined();
  expect(inDoubt(await lookAhead(target(), state))).toBe(true);
  dockerSays("", "");
  expect(inDoubt(await lookAhead(target(), state))).toBe(false);
});

test("rights that nobody vouches for are compared once, and known when there was nothing to put right", async () => {
  const state = await deployed();
  forget("local");
  await rememberDeployment(target(), await lookAhead(target(), state), false);
  const uncertain = await lookAhead(target(), state);
  expect(uncertain).toMatchObject({ work: "unknown", found: "unknown" });
  expect(inDoubt(uncertain)).toBe(true);
  await rememberDeployment(target(), uncertain, true);
  expect(await lookAhead(target(), state)).toMatchObject({ work: "nothing" });
});

test("a preview may do the comparing", async () => {
  const state = await deployed();
  forget("local");
  await rememberDeployment(target(), await lookAhead(target(), state), false);
  await rememberPreview(target(), await lookAhead(target(), state), state);
  expect(await lookAhead(target(), state)).toMatchObject({ work: "nothing" });
});

test("a preview that found something changed proves nothing", async () => {
  const state = await deployed();
  place("other");
  const changed = await lookAhead(target(), state);
  place("text");
  forget("local");
  await rememberPreview(target(), changed, state);
  expect(await lookIfKnown(target(), state)).toBeUndefined();
});

test("rights that changed while the engine compared them stay in doubt", async () => {
  const state = await deployed();
  forget("local");
  const before = await lookAhead(target(), state);
  dockerSays(running, hash.replace("0", "1"));
  await rememberDeployment(target(), before, true);
  expect(await lookAhead(target(), state)).toMatchObject({ work: "unknown", found: "unknown" });
});
