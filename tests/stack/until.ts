import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until there is an answer: what `question` returns when it is neither undefined nor false.
 * @throws with the last failure when there is none in time
 */
export async function until<T>(
  what: string,
  seconds: number,
  question: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown = "no answer";
  while (Date.now() < deadline) {
    try {
      const answer = await question();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(250);
  }
  throw new Error(
    `${what} did not happen within ${seconds} s: ${last instanceof Error ? last.message : last}`,
  );
}
