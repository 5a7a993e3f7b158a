import type { Logger } from "./log.ts";

/** One thing to end, in the order given: first what takes requests, last what they need. */
export interface ShutdownStep {
  name: string;
  end: () => Promise<unknown>;
}

/**
 * Ends every step in order, also after one that failed.
 * @returns whether all of them ended within `graceMilliseconds`
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
        log.error({ err: error }, `${name} did not end cleanly`);
      });
    }
    return true;
  })();
  const late = new Promise<false>((resolve) => setTimeout(resolve, graceMilliseconds, false).unref());
  const inTime = await Promise.race([all, late]);
  if (!inTime) log.error(`shutdown took longer than ${graceMilliseconds} ms and was cut off`);
  return clean && inTime;
}

/** Ends the process by the steps on SIGTERM or SIGINT: exit code 0 when all ended in time, 1 otherwise. */
export function endOnSignal(steps: ShutdownStep[], graceMilliseconds: number, log: Logger): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, "ending");
    const clean = await endInOrder(steps, graceMilliseconds, log);
    log.info({ clean }, "ended");
    process.exit(clean ? 0 : 1);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
