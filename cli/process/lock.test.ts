import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";
import { describeOwner, isDead, thisOwner } from "./lock-owner.ts";

let directory = "";
const quiet = () => undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tovplay-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function deadPid(): number {
  return spawnSync("true").pid;
}

function leaveLock(owner: object): void {
  mkdirSync(join(directory, "stack.lock"));
  writeFileSync(join(directory, "stack.owner"), JSON.stringify(owner));
}

test("a second run is told who holds the stack since when, and the lock is free afterwards", async () => {
  await withLock(
    "up",
    quiet,
    async () => {
      const second = withLock("down", quiet, () => Promise.resolve(), { directory });
      await expect(second).rejects.toThrow(
        new RegExp(`held by ./tovrun up \\(process ${process.pid} on .*, since \\d\\d:\\d\\d:\\d\\d\\)`),
      );
      await expect(second).rejects.toMatchObject({ exit: "locked" });
    },
    { directory },
  );
  expect(existsSync(join(directory, "stack.lock"))).toBe(false);
  await expect(withLock("up", quiet, () => Promise.resolve("free"), { directory })).resolves.toBe("free");
});

test("the lock of a dead run is taken over, and said so", async () => {
  leaveLock({ pid: deadPid(), host: hostname(), command: "up", since: "2026-11-21T10:00:00Z" });
  const notices: string[] = [];
  await withLock(
    "up",
    (text) => void notices.push(text),
    () => Promise.resolve(),
    { directory },
  );
  expect(notices).toEqual([expect.stringMatching(/^Took over the lock of \.\/tovrun up .* no more\.$/)]);
});

test("a process that has ended is no more, also while nobody has waited for it", async () => {
  // `sleep` knows nothing of the child that it has taken over from the shell.
  const parent = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 60"]);
  try {
    const [pid] = (await once(parent.stdout, "data")) as [Buffer];
    const owner = { ...thisOwner("up"), pid: Number(pid.toString()), startedAt: undefined };
    await expect.poll(() => isDead(owner)).toBe(true);
    process.kill(owner.pid, 0);
  } finally {
    parent.kill();
  }
});

test("the lock of a run on another host is respected, whatever its number", async () => {
  leaveLock({ pid: deadPid(), host: "elsewhere.example.org", command: "up", since: "2026-11-21T10:00:00Z" });
  await expect(withLock("up", quiet, () => Promise.resolve(), { directory })).rejects.toThrow(
    "elsewhere.example.org",
  );
});

test("the lock is free after work that failed", async () => {
  await expect(withLock("up", quiet, () => Promise.reject(new Error("no")), { directory })).rejects.toThrow(
    "no",
  );
  await expect(withLock("up", quiet, () => Promise.resolve(1), { directory })).resolves.toBe(1);
});

test("a living process is not dead, but one that only has its number is", () => {
  const owner = thisOwner("up");
  expect(isDead(owner)).toBe(false);
  expect(isDead({ ...owner, startedAt: "1" })).toBe(true);
  expect(isDead({ ...owner, pid: deadPid() })).toBe(true);
});

test("an unreadable time is passed on as it is", () => {
  expect(describeOwner({ pid: 7, host: "laptop", command: "up", since: "noon" })).toBe(
    "./tovrun up (process 7 on laptop, since noon)",
  );
});
