import { setTimeout as sleep } from "node:timers/promises";

const pause = 200;

/** Repeats an attempt until it succeeds; after 30 s or as many as given its last error is thrown with what was waited for. */
export async function until<Result>(
  what: string,
  attempt: () => Promise<Result>,
  seconds = 30,
): Promise<Result> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`, { cause });
      await sleep(pause);
    }
  }
}
