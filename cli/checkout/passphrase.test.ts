import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensurePassphraseFile, hasOwnPassphrase } from "./passphrase.ts";

test("a passphrase is made once, for this user only, and never made again", () => {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-passphrase-"));
  const file = join(folder, "passphrase");
  ensurePassphraseFile(file);
  const first = readFileSync(file, "utf8");
  ensurePassphraseFile(file);
  expect(readFileSync(file, "utf8")).toBe(first);
  expect(first.trim().length).toBeGreaterThanOrEqual(43);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["passphrase"]);
  rmSync(folder, { recursive: true });
});

test.each([
  [{}, false],
  [{ PULUMI_CONFIG_PASSPHRASE: "" }, true],
  [{ PULUMI_CONFIG_PASSPHRASE_FILE: "/x" }, true],
  [{ PULUMI_CONFIG_PASSPHRASE_FILE: "" }, false],
])("%j brings a passphrase: %s", (environment, own) => {
  expect(hasOwnPassphrase(environment)).toBe(own);
});
