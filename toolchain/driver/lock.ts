import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { lock, unlockSync } from "proper-lockfile";
import { inCache } from "../../paths.ts";
import { emit } from "./report.ts";

const timing = { each: 1000, report: 4, stale: 20_000, update: 5000 };

async function acquire(name: string): Promise<() => Promise<void>> {
  const folder = inCache("locks", name);
  await mkdir(folder, { recursive: true });
  for (let tries = 0; ; tries++) {
    try {
      return await lock(folder, {
        stale: timing.stale,
        update: timing.update,
        onCompromised: (error) => {
          const message = `The lock ${folder}.lock was lost (${error.message}); run the command again.`;
          emit({ type: "error", message });
          process.exit(1);
        },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (tries % timing.report === 0) {
      const detail = "another run is working on this; its result will be used";
      emit({ type: "step", id: "wait", label: "Waiting", state: "running", detail, index: 0, count: 0 });
    }
    await sleep(timing.each);
  }
}

/** Runs `work` exclusively among processes, by name; waits for a process that is running it. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(name);
  // A signal ends the process before `finally`; release the lock so that the next run need not wait until it is stale.
  const releaseAtExit = (): void => unlockSync(inCache("locks", name));
  process.once("exit", releaseAtExit);
  try {
    return await work();
  } finally {
    process.removeListener("exit", releaseAtExit);
    await release();
  }
}
