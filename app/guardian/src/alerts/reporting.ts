import type { Logger } from "@tovplay/runtime/log";
import { type ActiveAlerts, activeAlerts } from "./active-alerts.ts";
import type { Alert } from "./alert.ts";
import { deliverTo } from "./delivery.ts";
import { payloadOf } from "./payload.ts";

/** Current alerts and their delivery to every Alertmanager. */
export interface Reporting {
  alerts: ActiveAlerts;
  /** Sends at once, because alerts have changed. */
  changed(): void;
  /** Reports that the guardian has completed a round. */
  alive(): void;
  /** Longest time in seconds since an Alertmanager accepted; 0 when there is none. */
  silence(): number;
  end(): Promise<void>;
}

/**
 * Sends the alerts to every Alertmanager. One of them is active while the guardian runs; its end means that the guardian is silent.
 * @param urls base addresses
 */
export function reporting(urls: readonly string[], cluster: string, log: Logger): Reporting {
  const alerts = activeAlerts();
  const body = () => payloadOf(alerts.at(Date.now()), cluster);
  const deliveries = urls.map((url) => deliverTo(url, body, log));
  const changed = () => {
    for (const delivery of deliveries) delivery.hurry();
  };
  return {
    alerts,
    changed,
    alive: () => {
      if (alerts.replace("alive", [alive], Date.now())) changed();
    },
    silence: () => Math.max(0, ...deliveries.map((delivery) => delivery.silence())),
    async end() {
      await Promise.all(deliveries.map((delivery) => delivery.end()));
    },
  };
}

const alive: Alert = {
  name: "GuardianAlive",
  severity: "none",
  labels: {},
  annotations: {
    summary: "the guardian is watching the database",
    fix: "do nothing; if this alert ends, the guardian is silent: run ./tovrun logs guardian",
  },
};
