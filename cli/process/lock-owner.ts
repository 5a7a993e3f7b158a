import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { isAlive, processFacts } from "../machine/process-facts.ts";

/** Who holds the lock. `startedAt` (clock ticks since boot, Linux only) tells a process from a later one of the same number. */
export const lockOwner = z.object({
  pid: z.number(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
  startedAt: z.string().optional(),
});
export type LockOwner = z.infer<typeof lockOwner>;

/** This process as an owner. */
export function thisOwner(command: string): LockOwner {
  const startedAt = processFacts(process.pid).start;
  const since = new Date().toISOString();
  return { pid: process.pid, host: hostname(), command, since, ...(startedAt ? { startedAt } : {}) };
}

/** True when the owner ran on this host and is no more. An owner elsewhere counts as alive. */
export function isDead(owner: Pick<LockOwner, "host" | "pid" | "startedAt">): boolean {
  if (owner.host !== hostname()) return false;
  if (!isAlive(owner.pid)) return true;
  return owner.startedAt !== undefined && processFacts(owner.pid).start !== owner.startedAt;
}

/** `./tovrun up (process 4711 on laptop, since 10:32:05)`. */
export function describeOwner(owner: LockOwner): string {
  const since = new Date(owner.since);
  const time = Number.isNaN(since.getTime()) ? owner.since : since.toLocaleTimeString("en-GB");
  return `./tovrun ${owner.command} (process ${owner.pid} on ${owner.host}, since ${time})`;
}

/** Reads an owner file; undefined when there is none or it cannot be understood. */
export function readOwner(file: string): LockOwner | undefined {
  try {
    return lockOwner.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
