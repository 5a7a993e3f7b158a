import { setTimeout as sleep } from "node:timers/promises";

const pause = 200;

/**
 * Repeats an attempt until it neither throws nor returns false.
 * @throws after `seconds`, with what was waited for and the last error
 */
export async function until<Result>(
  what: string,
  attempt: () => Promise<Result | false>,
  seconds = 30,
): Promise<Result> {
  const deadline = Date.now() + seconds * 1000;
  for (let cause: unknown; ; await sleep(pause)) {
    try {
      const result = await attempt();
      if (result !== false) return result;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`, { cause });
  }
}
