import { setTimeout } from "node:timers/promises";
import { secondsOf } from "../timing.ts";
import type { Link } from "./link.ts";

/** A way to deploy, to be compared with the others. */
export interface Contender {
  name: string;
  /** Deploys the checkout as it is now, untimed: another contender may have changed it. */
  settle?: () => Promise<void>;
  /** Deploys what is already deployed. */
  unchanged: () => Promise<void>;
  /** Builds the backend from the checkout as it is now, and deploys it. Not timed if undefined. */
  changed?: () => Promise<void>;
  /** Arguments for curl on the host to request the site's health from this contender. */
  health: string;
}

/** Seconds from the start of a deployment of a changed backend. */
export interface ChangeTimes {
  /** Until the site serves the new version. */
  live: number;
  /** Until the command ends. */
  ended: number;
}

/** Longest time until a new version serves, in milliseconds. */
const serveTimeout = 300_000;

/** Runs `deploy` and meanwhile watches, on the host, for the header that the changed backend sends. */
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
  const deadline = Date.now() + serveTimeout;
  while (Date.now() < deadline && !signal.aborted) {
    const answer = await link.run(`curl -sik --max-time 2 ${health} || true`);
    if (answer.includes(header)) return;
    await setTimeout(200);
  }
  throw new Error(`${health} did not answer with ${header}`);
}
