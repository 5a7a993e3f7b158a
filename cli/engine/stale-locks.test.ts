import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearStaleLocks, waitForOrphans } from "./stale-locks.ts";

let backend = "";

beforeEach(() => {
  backend = mkdtempSync(join(tmpdir(), "tovplay-backend-"));
});
afterEach(() => rmSync(backend, { recursive: true, force: true }));

function leave(pid: number, host: string): string {
  const folder = join(backend, ".pulumi", "locks", "organization", "tovplay", "local");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "a1b2.json");
  const lock = { pid, username: "alex", hostname: host, timestamp: "2026-11-21T10:00:00Z" };
  writeFileSync(file, JSON.stringify(lock));
  return file;
}

test("the lock of a dead process of this host is removed, and said so", () => {
  const file = leave(spawnSync("true").pid, hostname());
  const notices: string[] = [];
  clearStaleLocks({ backend: `file://${backend}`, stack: "local" }, (text) => void notices.push(text));
  expect(existsSync(file)).toBe(false);
  expect(notices[0]).toMatch(/^Removed the lock of a Pulumi run that no longer exists/);
});

test.each([
  ["a living process", process.pid, hostname()],
  ["another host", spawnSync("true").pid, "elsewhere.example.org"],
])("the lock of %s stays", (_, pid, host) => {
  const file = leave(pid, host);
  expect(() => clearStaleLocks({ backend: `file://${backend}`, stack: "local" }, () => undefined)).toThrow(
    /Pulumi is working .*process \d+ of alex/,
  );
  expect(existsSync(file)).toBe(true);
});

test("an engine that has outlived its launcher is waited for, and a living launcher's is not", async () => {
  const notices: string[] = [];
  const wait = () =>
    waitForOrphans({ backend: `file://${backend}`, stack: "local" }, (text) => void notices.push(text), 10);
  leave(process.pid, hostname());
  await wait();
  expect(notices).toEqual([]);
  const launcher = spawn("sh", ["-c", "sleep 2 >&- 2>&- & echo $!"]);
  const [printed] = (await once(launcher.stdout, "data")) as [Buffer];
  await once(launcher, "close");
  const file = leave(Number(printed.toString()), hostname());
  await wait();
  expect(notices).toEqual([expect.stringMatching(/^Waiting up to 10 s: .*process \d+/)]);
  clearStaleLocks({ backend: `file://${backend}`, stack: "local" }, () => undefined);
  expect(existsSync(file)).toBe(false);
});

test.each(["https://api.example.org", "s3://bucket", "file:///nowhere"])(
  "%s has no locks to look at",
  (url) => {
    expect(() => clearStaleLocks({ backend: url, stack: "local" }, () => undefined)).not.toThrow();
  },
);
