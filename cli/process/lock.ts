import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { writeAtomically } from "../checkout/write-atomically.ts";
import { Failure } from "../terminal/exit.ts";
import { describeOwner, isDead, readOwner, thisOwner } from "./lock-owner.ts";

/** Milliseconds without a sign of life after which a lock counts as left behind. */
const stale = 30_000;

async function tryLock(directory: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(directory, {
      lockfilePath: join(directory, "stack.lock"),
      stale: stale,
      realpath: false,
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") return undefined;
    throw error;
  }
}

/** Takes the lock, also from an owner that died, telling so by `notice`. */
async function takeLock(directory: string, notice: (text: string) => void): Promise<() => Promise<void>> {
  const first = await tryLock(directory);
  if (first) return first;
  const owner = readOwner(join(directory, "stack.owner"));
  if (owner && isDead(owner)) {
    rmSync(join(directory, "stack.lock"), { recursive: true, force: true });
    const second = await tryLock(directory);
    if (second) {
      notice(`Took over the lock of ${describeOwner(owner)}, which no longer runs.`);
      return second;
    }
  }
  const holder = owner ? describeOwner(owner) : "another run that has just started";
  throw new Failure(
    "locked",
    `the stack is locked by ${holder}; wait for it to finish or stop it with Ctrl-C, then run this again`,
  );
}

/** Takes the lock, waiting for its holder for at most `seconds`, and saying once for whom. */
async function awaitLock(
  directory: string,
  notice: (text: string) => void,
  seconds: number,
): Promise<() => Promise<void>> {
  const end = Date.now() + seconds * 1000;
  for (let told = false; ; told = true) {
    try {
      return await takeLock(directory, notice);
    } catch (error) {
      if (!(error instanceof Failure) || Date.now() >= end) throw error;
      if (!told) notice(`Waiting up to ${seconds} s: ${error.message.split(";")[0]}.`);
      await sleep(1000);
    }
  }
}

/** Where a lock is, and how many seconds to wait for its holder. */
export interface LockOptions {
  directory: string;
  wait?: number;
}

/** Runs `work` while nobody else changes the stack. */
export async function withLock<T>(
  command: string,
  notice: (text: string) => void,
  work: () => Promise<T>,
  { directory, wait = 0 }: LockOptions,
): Promise<T> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = await awaitLock(directory, notice, wait);
  const ownerFile = join(directory, "stack.owner");
  writeAtomically(ownerFile, `${JSON.stringify(thisOwner(command))}\n`);
  try {
    return await work();
  } finally {
    rmSync(ownerFile, { force: true });
    await release();
  }
}
