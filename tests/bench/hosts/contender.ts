import { setTimeout } from "node:timers/promises";
import { secondsOf } from "../timing.ts";
import type { Link } from "./link.ts";

/** A way to deploy, to be timed beside the others. */
export interface Contender {
  name: string;
  /** Deploys what is there already. */
  unchanged: () => Promise<void>;
  /** Builds the backend from the checkout as it is now, and deploys it; left out, this is not timed. */
  changed?: () => Promise<void>;
  /** Arguments of curl on the host for the site's health, as this contender serves it. */
  health: string;
}

/** Seconds from the start of a deployment of a changed backend. */
export interface ChangeTimes {
  /** Until the site serves the new version. */
  live: number;
  /** Until the command ends. */
  ended: number;
}

/** Longest that a new version may take until it serves, in milliseconds. */
const patience = 300_000;

/** Runs `deploy` and watches meanwhile, on the host, for the header that the changed backend answers with. */
export async function timeChange(
  link: Link,
  { health, deploy, header }: { health: string; deploy: () => Promise<void>; header: string },
): Promise<ChangeTimes> {
  const stop = new AbortController();
  const live = secondsOf(() => answering(link, { health, header, signal: stop.signal }));
  try {
    const ended = await secondsOf(deploy);
    return { live: await live, ended };
  } catch (error) {
    stop.abort();
    await live.catch(() => undefined);
    throw error;
  }
}

async function answering(
  link: Link,
  { health, header, signal }: { health: string; header: string; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && !signal.aborted) {
    const answer = await link.run(`curl -sik --max-time 2 ${health} || true`);
    if (answer.includes(header)) return;
    await setTimeout(200);
  }
  throw new Error(`${health} did not answer with ${header}`);
}
