import type { Logger } from "@tovplay/runtime/log";
import { postAlerts } from "./post.ts";

/** Milliseconds after which all alerts are sent again even if nothing has changed. */
const repeat = 30_000;

/** Shortest and longest delay before a retry, in milliseconds. */
const [soonest, latest] = [250, 10_000];

/** Sends the alerts to one Alertmanager periodically. */
export interface Delivery {
  /** Sends now, because something has changed. */
  hurry(): void;
  /** Seconds since it last accepted, or since the start. */
  silence(): number;
  /** Sends once more and stops. */
  end(): Promise<void>;
}

/** @param body returns the current alerts to send */
export function deliverTo(base: string, body: () => string, log: Logger): Delivery {
  let accepted = Date.now();
  let timer: NodeJS.Timeout | undefined;
  let [failures, ended, again] = [0, false, false];
  let sending = false;
  let sent = Promise.resolve();

  const attempt = async () => {
    again = false;
    try {
      await postAlerts(base, body());
      if (failures > 0) log.info({ alertmanager: base, failures }, "Alertmanager accepts alerts again");
      failures = 0;
      accepted = Date.now();
    } catch (error) {
      failures += 1;
      if (failures === 1)
        log.warn({ err: error, alertmanager: base }, "cannot deliver alerts to Alertmanager");
    }
  };
  const schedule = () => {
    const wait = failures === 0 ? repeat : Math.min(latest, soonest * 2 ** (failures - 1));
    clearTimeout(timer);
    if (!ended) timer = setTimeout(start, failures === 0 && again ? 0 : wait);
  };
  const start = () => {
    if (sending) return;
    sending = true;
    sent = attempt().finally(() => {
      sending = false;
      schedule();
    });
  };
  start();
  return {
    hurry() {
      again = true;
      // After a failure, retries keep their own pace.
      if (!sending && failures === 0) start();
    },
    silence: () => (Date.now() - accepted) / 1000,
    async end() {
      ended = true;
      clearTimeout(timer);
      await sent;
      await attempt();
    },
  };
}
