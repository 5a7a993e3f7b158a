import type { Logger } from "@tovplay/runtime/log";
import type { Alert } from "../alerts/alert.ts";
import { eventOf, type LogEvent } from "./event.ts";
import { type Follower, followFiles } from "./follower.ts";
import type { Line } from "./line-buffer.ts";
import type { Positions } from "./position.ts";
import { parseRecord } from "./record.ts";
import { unreadableEvent } from "./unreadable.ts";

/** What the watch over the log tells others. */
export interface LogWatchArgs {
  directory: string;
  /** Where an earlier one ended. */
  positions: Positions | undefined;
  /** Roles that are superusers now. */
  superusers: () => ReadonlySet<string>;
  onEvent: (event: LogEvent) => void;
  log: Logger;
}

/** Watches over the database's log. */
export interface LogWatch {
  /** Reads what is new. @returns whether more waits */
  poll(): Promise<boolean>;
  positions(): Positions;
  /** Bytes that wait to be read. */
  behind(): number;
  /** What is the matter with the log itself. */
  alerts(): Alert[];
}

export function watchLog({ directory, positions, superusers, onEvent, log }: LogWatchArgs): LogWatch {
  const follower: Follower = followFiles(directory, positions);
  let behind = 0;
  let failure: string | undefined;

  const told = (error: unknown) => {
    if (failure === undefined) log.warn({ err: error }, "the database's log cannot be read");
    failure = error instanceof Error ? error.message : String(error);
  };
  const read = async () => {
    const portion = await follower.poll();
    if (failure !== undefined) log.info("the database's log can be read again");
    failure = undefined;
    behind = portion.behind;
    for (const line of portion.lines) {
      const event = eventIn(line, superusers());
      if (event) onEvent(event);
    }
  };
  return {
    async poll() {
      await read().catch(told);
      return failure === undefined && behind > 0;
    },
    positions: () => follower.positions(),
    behind: () => behind,
    alerts: () => (failure === undefined ? [] : [unread(failure)]),
  };
}

function unread(detail: string): Alert {
  const summary = "the database's log cannot be read: nobody sees what is done there";
  const mend = "look at the volume of the log and its owner, then restart the guardian";
  return { name: "LogMissing", severity: "critical", labels: {}, annotations: { summary, mend, detail } };
}

function eventIn({ text, whole }: Line, superusers: ReadonlySet<string>): LogEvent | undefined {
  const now = Date.now();
  const record = whole ? parseRecord(text) : undefined;
  return record ? eventOf(record, superusers, now) : unreadableEvent(text, now);
}
