import { constants } from "node:os";

type Handler = (signal: NodeJS.Signals) => void;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const handlers: Handler[] = [];

function quit(signal: NodeJS.Signals): never {
  process.stderr.write("\ntovrun: interrupted; simply run it again\n");
  process.exit(128 + constants.signals[signal]);
}

/** From now on a signal goes to the newest handler, or ends the launcher in good order where there is none. */
export function installInterrupt(): void {
  for (const signal of SIGNALS) process.on(signal, () => (handlers.at(-1) ?? quit)(signal));
}

/** Lets `handler` decide about signals until the returned function is called. */
export function onInterrupt(handler: Handler): () => void {
  handlers.push(handler);
  return () => void handlers.splice(handlers.lastIndexOf(handler), 1);
}
