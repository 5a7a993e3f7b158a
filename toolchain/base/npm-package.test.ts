import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unpackPackage } from "./npm-package.ts";

let folder = "";
let pin = { spec: "", integrity: "" };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-package-"));
  mkdirSync(join(folder, "source"));
  writeFileSync(join(folder, "source/package.json"), JSON.stringify({ name: "source", version: "1.2.3" }));
  execFileSync("npm", ["pack", "--silent", "./source"], { cwd: folder });
  const spec = join(folder, "source-1.2.3.tgz");
  const hash = createHash("sha512").update(readFileSync(spec)).digest("base64");
  pin = { spec, integrity: `sha512-${hash}` };
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
    const unpacked = await unpackPackage(pin, () => undefined);
    expect(readFileSync(join(unpacked, "package.json"), "utf8")).toContain("1.2.3");
  },
);

test("a package with another hash than the pinned one is thrown away", async () => {
  const other = { ...pin, integrity: "sha512-another" };
  await expect(unpackPackage(other, () => undefined)).rejects.toThrow(
    /does not have the hash in .* check which registry npm uses/,
  );
  expect(existsSync(join(folder, "cache/tovplay/npm", pin.spec.replaceAll("/", "-")))).toBe(false);
});
