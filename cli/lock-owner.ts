import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

/** Who holds the lock. `startedAt` (clock ticks since boot, Linux only) tells a process from a later one of the same number. */
export const lockOwner = z.object({
  pid: z.number(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
  startedAt: z.string().optional(),
});
export type LockOwner = z.infer<typeof lockOwner>;

/** What /proc tells of a process behind its name: state first, start in clock ticks since boot as the twentieth. */
function processFacts(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

const processStart = (pid: number): string | undefined => processFacts(pid)[19];

/** True while a process of that number runs on this host: one that has ended, and that nobody has waited for yet, does not. */
export function isAlive(pid: number): boolean {
  if (processFacts(pid)[0] === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** True for a process whose parent is no more: the first process of the machine has taken it over. */
export function isOrphan(pid: number): boolean {
  return processFacts(pid)[1] === "1";
}

/** This process as an owner. */
export function thisOwner(command: string): LockOwner {
  const startedAt = processStart(process.pid);
  const since = new Date().toISOString();
  return { pid: process.pid, host: hostname(), command, since, ...(startedAt ? { startedAt } : {}) };
}

/** True when the owner ran on this host and is no more. An owner elsewhere counts as alive. */
export function isDead(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return false;
  if (!isAlive(owner.pid)) return true;
  return owner.startedAt !== undefined && processStart(owner.pid) !== owner.startedAt;
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
