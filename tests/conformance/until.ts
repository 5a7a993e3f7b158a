import { setTimeout as sleep } from "node:timers/promises";

const pause = 200;

/** Repeats an attempt until it succeeds; after 30 s its last error is thrown with what was waited for. */
export async function until<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Not within 30 s: ${what}`, { cause });
      await sleep(pause);
    }
  }
}
