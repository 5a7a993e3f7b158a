import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enginePath } from "./environment.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-engine-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the engine's folder comes before the caller's PATH", () => {
  expect(enginePath([folder], "/usr/bin", "/node/24/bin/node")).toBe(`${folder}:/usr/bin`);
});

test("a Node beside the user's own engine does not hide the Node that runs the launcher", () => {
  writeFileSync(join(folder, "node"), "");
  expect(enginePath([folder], "/usr/bin", "/node/24/bin/node")).toBe(`/node/24/bin:${folder}:/usr/bin`);
});
