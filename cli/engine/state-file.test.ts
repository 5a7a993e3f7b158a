import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countResources } from "./stack.ts";
import { backendFolder, readState } from "./state-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const urn = "urn:pulumi:local::tovplay::a::b";
const resources = ["pulumi:pulumi:Stack", "pulumi:providers:docker", "docker:index/container:Container"].map(
  (type) => ({ urn, type }),
);

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** An engine that knows the stack, or has none of that name. */
function installEngine(script: string): void {
  write("bin/pulumi", `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "bin/pulumi"), 0o755);
}

const target = (stack: string, backend = `file://${folder}`) => ({
  stack,
  env: { PATH: `${join(folder, "bin")}:${process.env.PATH}`, PULUMI_BACKEND_URL: backend },
});

const count = async (stack: string, backend?: string) => {
  const state = await readState(target(stack, backend));
  return state && countResources(state);
};

test("a state in a folder is read without the engine", async () => {
  installEngine("exit 1");
  const writeState = (stack: string, checkpoint: object) =>
    write(`.pulumi/stacks/tovplay/${stack}.json`, JSON.stringify({ version: 3, checkpoint }));
  writeState("local", { latest: { resources, pending_operations: [] } });
  writeState("lab-new", {});
  expect(await readState(target("local"))).toEqual({
    version: 3,
    deployment: { resources, pending_operations: [] },
  });
  expect(await count("local")).toBe(2);
  expect(await count("lab-new")).toBe(0);
});

test("the engine is asked where there is no such file", async () => {
  installEngine(`echo '${JSON.stringify({ deployment: { resources } })}'`);
  expect(await count("local")).toBe(2);
  expect(await count("local", "s3://bucket")).toBe(2);
  installEngine("exit 6");
  expect(await readState(target("local"))).toBeUndefined();
});

test("only a backend in a folder has one", () => {
  expect(backendFolder("file:///a%20b")).toBe("/a b");
  expect(backendFolder("file://~/state")).toBe(`${process.env.HOME}/state`);
  expect(backendFolder("https://api.example.org")).toBeUndefined();
});
