import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unpackPackage } from "./npm-package.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-package-"));
  mkdirSync(join(folder, "source"));
  writeFileSync(join(folder, "source/package.json"), JSON.stringify({ name: "source", version: "1.2.3" }));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test.each(["dry-run=true", "usage=true"])(
  "unpackPackage fetches a package even if npm's settings contain %s",
  async (setting) => {
    writeFileSync(join(folder, "npmrc"), setting);
    vi.stubEnv("npm_config_userconfig", join(folder, "npmrc"));
    const unpacked = await unpackPackage(join(folder, "source"), () => undefined);
    expect(readFileSync(join(unpacked, "package.json"), "utf8")).toContain("1.2.3");
  },
);
