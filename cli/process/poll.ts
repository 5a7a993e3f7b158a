import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats `attempt` until it returns a value, with `interval` milliseconds in between.
 * @returns the value, or undefined when there was none within `seconds`
 */
export async function poll<T>(
  attempt: () => Promise<T | undefined>,
  seconds: number,
  interval = 100,
): Promise<T | undefined> {
  const deadline = AbortSignal.timeout(seconds * 1000);
  while (!deadline.aborted) {
    const value = await attempt();
    if (value !== undefined) return value;
    await sleep(interval);
  }
  return undefined;
}
