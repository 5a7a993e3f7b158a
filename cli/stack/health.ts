import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const healthAnswer = z.looseObject({ status: z.string() });

/** What nginx answered for the backend's health: `ok`, another status, or undefined when nothing answers. */
async function askHealth(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(3000),
    });
    const answer = healthAnswer.safeParse(await response.json());
    return answer.success ? answer.data.status : `HTTP ${response.status}`;
  } catch {
    return undefined;
  }
}

/** Asks until the stack says `ok`, for at most `seconds`. Returns the last answer. */
export async function waitForHealth(port: number, seconds: number): Promise<string | undefined> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const status = await askHealth(port);
    if (status === "ok" || Date.now() >= end) return status;
    await sleep(500);
  }
}
