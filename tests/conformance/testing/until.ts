import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between attempts: short at first, then longer, because many an attempt starts a process. */
const pauses = { first: 50, longest: 1000, growth: 1.4 };

/**
 * Repeats an attempt until it neither throws nor returns false.
 * @throws after `seconds`, with what was waited for and the last error
 */
export async function until<Result>(
  what: string,
  attempt: () => Promise<Result | false>,
  seconds = 60,
): Promise<Result> {
  const deadline = Date.now() + seconds * 1000;
  let cause: unknown;
  for (let pause = pauses.first; ; pause = Math.min(pause * pauses.growth, pauses.longest)) {
    try {
      const result = await attempt();
      if (result !== false) return result;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`, { cause });
    await sleep(pause);
  }
}
