import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findOwnEngine } from "./own.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "own-"));
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Installs an engine with that version in a folder, with or without the language host. */
async function install(folder: string, version: string, host = true): Promise<string> {
  const bin = join(root, folder);
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "pulumi"), `#!/bin/sh\necho ${version}\n`);
  await chmod(join(bin, "pulumi"), 0o755);
  if (host) await writeFile(join(bin, "pulumi-language-nodejs"), "");
  return bin;
}

test.each([
  ["v3.260.0", true, "3.260.0"],
  ["v3.220.0", true, "3.220.0"],
  ["v4.0.0", true, "4.0.0"],
  ["v3.219.9", true, undefined],
  ["v3.260.0", false, undefined],
  ["broken", true, undefined],
])("findOwnEngine for pulumi %s with a language host (%s) returns %s", async (version, host, expected) => {
  const bin = await install("bin", version, host);
  expect((await findOwnEngine(bin))?.version).toBe(expected);
});

test("findOwnEngine ignores this project's own engine, even through a link", async () => {
  const ours = await install("cache/tovplay/toolchain/key/bin", "v3.260.0");
  await symlink(ours, join(root, "linked"));
  expect(await findOwnEngine([ours, join(root, "linked")].join(delimiter))).toBeUndefined();
  const theirs = await install("theirs", "v3.250.0");
  expect(await findOwnEngine([ours, theirs].join(delimiter))).toEqual({ folder: theirs, version: "3.250.0" });
});

test("findOwnEngine returns undefined without pulumi on PATH", async () => {
  expect(await findOwnEngine(join(root, "nowhere"))).toBeUndefined();
  expect(await findOwnEngine("")).toBeUndefined();
});
