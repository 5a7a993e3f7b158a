import type { Logger } from "@tovplay/runtime/log";
import type pg from "pg";
import { signalChannel } from "../jobs/queue.ts";
import { Listener } from "./listener.ts";
import type { NoticeStream } from "./notice-stream.ts";

/** Who acts on what any backend process announced. */
export interface SignalOptions {
  /** How to reach PostgreSQL itself. */
  connection: pg.ClientConfig;
  notices: NoticeStream;
  /** Looks at a queue of jobs now. */
  wake: (queue: string) => void;
  log: Logger;
}

/** Milliseconds after which everything is looked up in any case. */
const floor = 30_000;

/**
 * Keeps this process in step with the others: notices and ends of sessions go to its sockets, new jobs to its workers. Announcements carry ids
 * only and may be missed while the connection is away: then everything is looked up instead.
 */
export function listenForSignals({ connection, notices, wake, log }: SignalOptions): Listener {
  const catchUp = () => {
    notices
      .catchUp()
      .catch((error: unknown) => log.warn({ err: error }, "cannot catch up with the database"));
  };
  const listener = new Listener({
    connection,
    channel: signalChannel,
    onSignal: (signal) => (signal.startsWith("j:") ? wake(signal.slice(2)) : notices.hear(signal)),
    onConnected: catchUp,
    log,
  });
  listener.start();
  // For what was announced and never arrived.
  setInterval(catchUp, floor).unref();
  return listener;
}
