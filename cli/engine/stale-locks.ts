import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAlive, processFacts } from "../machine/process-facts.ts";
import { Failure } from "../terminal/exit.ts";
import { backendFolder } from "./state-file.ts";

/** A lock as Pulumi's file backend writes it. */
const pulumiLock = z.object({
  pid: z.number(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});
export type PulumiLock = z.infer<typeof pulumiLock> & { file: string };

/** Locks of the stack in a `file://` backend; none for other backends, which the engine itself speaks of. */
export function pulumiLocks(backend: string, stack: string): PulumiLock[] {
  const path = backendFolder(backend);
  if (path === undefined) return [];
  const folder = join(path, ".pulumi", "locks", "organization", "tovplay", stack);
  return filesOf(folder).flatMap((file) => readLock(file) ?? []);
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readLock(file: string): PulumiLock | undefined {
  try {
    return { ...pulumiLock.parse(JSON.parse(readFileSync(file, "utf8"))), file };
  } catch {
    return undefined;
  }
}

/** True for a lock whose process ran on this host and is no more. */
export function isStale(lock: PulumiLock): boolean {
  return lock.hostname === hostname() && !isAlive(lock.pid);
}

/**
 * Waits while an engine is at work that has outlived its launcher: it finishes and releases its lock by itself.
 * @param seconds how long at most
 */
export async function waitForOrphans(
  { backend, stack }: { backend: string; stack: string },
  notice: (text: string) => void,
  seconds = 120,
): Promise<void> {
  // The first process of the machine adopts a process whose parent has ended.
  const isOrphan = (lock: PulumiLock) => !isStale(lock) && processFacts(lock.pid).parent === 1;
  const orphan = () => pulumiLocks(backend, stack).find(isOrphan);
  const first = orphan();
  if (!first) return;
  notice(`Waiting up to ${seconds} s: Pulumi of an interrupted run (process ${first.pid}) is finishing.`);
  for (const end = Date.now() + seconds * 1000; orphan() && Date.now() < end; ) await sleep(200);
}

/** Removes locks of dead processes, telling so. @throws {Failure} when a lock is held by a living one */
export function clearStaleLocks(
  { backend, stack }: { backend: string; stack: string },
  notice: (text: string) => void,
): void {
  for (const lock of pulumiLocks(backend, stack)) {
    const who = `process ${lock.pid} of ${lock.username} on ${lock.hostname}, since ${lock.timestamp}`;
    if (!isStale(lock)) {
      throw new Failure(
        "locked",
        `Pulumi is working on the stack (${who}); wait for it to finish, then run this again`,
      );
    }
    rmSync(lock.file, { force: true });
    notice(`Removed the lock of a Pulumi run that no longer exists (${who}).`);
  }
}

/** What a run does before it takes the stack: it waits for what ends by itself, and removes what nobody holds. */
export async function freeLocks(
  where: { backend: string; stack: string },
  notice: (text: string) => void,
): Promise<void> {
  await waitForOrphans(where, notice);
  clearStaleLocks(where, notice);
}
