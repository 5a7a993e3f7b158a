import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { release } from "./release.ts";
import { verifyEngine } from "./verify.ts";

const docker = { kind: "resource", name: "docker", version: "5.2.0" };
const plugin = "home/plugins/resource-docker-v5.2.0/pulumi-resource-docker";
const versions = { pulumi: release.version, docker: docker.version };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-engine-"));
  put(plugin, "");
  put("bin/pulumi", engineOf(release.version));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, { mode: 0o755 });
}

/** An engine that notes each question. */
const engineOf = (version: string) => `#!/bin/sh
echo "$1" >>${join(folder, "asked")}
case $1 in
version) echo v${version} ;;
plugin) echo '[{"name":"docker","kind":"resource","version":"5.2.0"}]' ;;
esac
`;

const asked = () => readFileSync(join(folder, "asked"), "utf8").trim().split("\n");

test("an engine is asked for its versions once", async () => {
  expect(await verifyEngine(folder, [docker])).toEqual(versions);
  expect(await verifyEngine(folder, [docker])).toEqual(versions);
  expect(asked()).toEqual(["version", "plugin"]);
});

test.each(["bin/pulumi", plugin])("it is asked again after a change of %s", async (path) => {
  await verifyEngine(folder, [docker]);
  appendFileSync(join(folder, path), "\n");
  expect(await verifyEngine(folder, [docker])).toEqual(versions);
  expect(asked()).toEqual(["version", "plugin", "version", "plugin"]);
});

test("another version in the place of a known one is refused, and not remembered", async () => {
  await verifyEngine(folder, [docker]);
  put("bin/pulumi", engineOf("3.1.0"));
  await expect(verifyEngine(folder, [docker])).rejects.toThrow(/reports version 3\.1\.0/);
  await expect(verifyEngine(folder, [docker])).rejects.toThrow(/reports version 3\.1\.0/);
});

test("a plugin that is asked for in another version is refused", async () => {
  await verifyEngine(folder, [docker]);
  await expect(verifyEngine(folder, [{ ...docker, version: "6.0.0" }])).rejects.toThrow(
    /no plugin docker 6\.0\.0/,
  );
});

test("a memory that is broken is made again", async () => {
  await verifyEngine(folder, [docker]);
  put("verified.json", '{"files": [');
  expect(await verifyEngine(folder, [docker])).toEqual(versions);
});
