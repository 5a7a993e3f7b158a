import type { Logger } from "@tovplay/runtime/log";
import type { Alert } from "../alerts/alert.ts";
import { eventOf, type LogEvent } from "./event.ts";
import { type Follower, followFiles } from "./follower.ts";
import type { Line } from "./line-buffer.ts";
import type { Positions } from "./position.ts";
import { parseRecord } from "./record.ts";
import { unreadableEvent } from "./unreadable.ts";

/** What watching the log needs. */
export interface LogWatchArgs {
  directory: string;
  /** Positions of an earlier run. */
  positions: Positions | undefined;
  /** Roles that are currently superusers. */
  superusers: () => ReadonlySet<string>;
  onEvent: (event: LogEvent) => void;
  log: Logger;
}

/** Watches the database's log. */
export interface LogWatch {
  /** Reads new records. @returns whether there are more */
  poll(): Promise<boolean>;
  positions(): Positions;
  /** Bytes not read yet. */
  behind(): number;
  /** Alerts about the log itself. */
  alerts(): Alert[];
}

export function watchLog({ directory, positions, superusers, onEvent, log }: LogWatchArgs): LogWatch {
  const follower: Follower = followFiles(directory, positions);
  let behind = 0;
  let failure: string | undefined;

  const fail = (error: unknown) => {
    if (failure === undefined) log.warn({ err: error }, "cannot read the database's log");
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
      await read().catch(fail);
      return failure === undefined && behind > 0;
    },
    positions: () => follower.positions(),
    behind: () => behind,
    alerts: () => (failure === undefined ? [] : [unread(failure)]),
  };
}

function unread(detail: string): Alert {
  const summary = "the guardian cannot read the database's log, so events there go unnoticed";
  const fix = "check the log's volume and its owner, then restart the guardian";
  return { name: "LogMissing", severity: "critical", labels: {}, annotations: { summary, fix, detail } };
}

function eventIn({ text, whole }: Line, superusers: ReadonlySet<string>): LogEvent | undefined {
  const now = Date.now();
  const record = whole ? parseRecord(text) : undefined;
  return record ? eventOf(record, superusers, now) : unreadableEvent(text, now);
}
