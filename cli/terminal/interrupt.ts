import { constants } from "node:os";

type Handler = (signal: NodeJS.Signals) => void;
type Cleanup = () => Promise<unknown>;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const handlers: Handler[] = [];
const cleanups: Cleanup[] = [];
let leaving: Promise<void> | undefined;

function quit(signal: NodeJS.Signals): never {
  process.stderr.write("\ntovrun: interrupted; run it again\n");
  process.exit(128 + constants.signals[signal]);
}

/** Removes what this run started, newest first, then ends; a second signal does not wait for that. */
function leave(signal: NodeJS.Signals): void {
  if (cleanups.length === 0) quit(signal);
  process.stderr.write("\ntovrun: interrupted; removing what this run has started\n");
  onInterrupt(quit);
  leaving = removeAll().finally(() => quit(signal));
}

/** Waits for the end of the process when a signal is ending it: what fails meanwhile fails because of that. */
export function unlessInterrupted(): Promise<void> {
  return leaving ?? Promise.resolve();
}

async function removeAll(): Promise<void> {
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop())
    await cleanup().catch(() => undefined);
}

/** From now on a signal goes to the newest handler, or ends the launcher in good order where there is none. */
export function installInterrupt(): void {
  for (const signal of signals) process.on(signal, () => (handlers.at(-1) ?? leave)(signal));
}

/** Lets `handler` decide about signals until the returned function is called. */
export function onInterrupt(handler: Handler): () => void {
  handlers.push(handler);
  return () => void handlers.splice(handlers.lastIndexOf(handler), 1);
}

/**
 * Has `cleanup` run when a signal ends the launcher, so that nothing it started outlives it.
 * @returns runs it now, once, and forgets it
 */
export function cleanUpOnInterrupt(cleanup: Cleanup): () => Promise<void> {
  cleanups.push(cleanup);
  return async () => {
    const index = cleanups.lastIndexOf(cleanup);
    if (index === -1) return;
    cleanups.splice(index, 1);
    await cleanup();
  };
}
