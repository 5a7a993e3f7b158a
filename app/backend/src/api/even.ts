import { setTimeout as sleep } from "node:timers/promises";

/** Longer than the slowest check of a password on a machine that is not overloaded, in milliseconds. */
const step = 500;

/** Milliseconds until the next whole multiple of the step since a moment. */
export function untilEven(startedAt: number, now: number): number {
  const passed = Math.max(0, now - startedAt);
  return Math.ceil(passed / step || 1) * step - passed;
}

/** Waits so long that the time of an answer does not tell what was done. It takes no processor time. */
export function evened(startedAt: number): Promise<void> {
  return sleep(untilEven(startedAt, performance.now()));
}
