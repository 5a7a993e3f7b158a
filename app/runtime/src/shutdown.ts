import type { Logger } from "./log.ts";

/** One part to shut down. In order: first what accepts requests, last what they need. */
export interface ShutdownStep {
  name: string;
  end: () => Promise<unknown>;
}

/**
 * Runs every step in order, even after one failed.
 * @returns whether all of them succeeded within `graceMilliseconds`
 */
export async function endInOrder(
  steps: ShutdownStep[],
  graceMilliseconds: number,
  log: Logger,
): Promise<boolean> {
  let clean = true;
  const all = (async () => {
    for (const { name, end } of steps) {
      await end().catch((error: unknown) => {
        clean = false;
        log.error({ err: error }, `${name} did not shut down cleanly`);
      });
    }
    return true;
  })();
  const late = new Promise<false>((resolve) => setTimeout(resolve, graceMilliseconds, false).unref());
  const inTime = await Promise.race([all, late]);
  if (!inTime) log.error(`shutdown took longer than ${graceMilliseconds} ms and was abandoned`);
  return clean && inTime;
}

/** Shuts the process down with these steps on SIGTERM or SIGINT: exit code 0 when all succeeded in time, otherwise 1. */
export function endOnSignal(steps: ShutdownStep[], graceMilliseconds: number, log: Logger): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, "shutting down");
    const clean = await endInOrder(steps, graceMilliseconds, log);
    log.info({ clean }, "shut down");
    process.exit(clean ? 0 : 1);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
