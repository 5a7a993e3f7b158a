import type { Logger } from "@tovplay/runtime/log";
import { type ActiveAlerts, activeAlerts } from "./active-alerts.ts";
import type { Alert } from "./alert.ts";
import { deliverTo } from "./delivery.ts";
import { payloadOf } from "./payload.ts";

/** Alerts, and the Alertmanagers that hear of them. */
export interface Reporting {
  alerts: ActiveAlerts;
  /** Alerts have changed: tell it at once. */
  changed(): void;
  /** The guardian has done what it does in a round. */
  alive(): void;
  /** Seconds since the Alertmanager that is worst off accepted; 0 when there is none. */
  silence(): number;
  end(): Promise<void>;
}

/**
 * Tells every Alertmanager what is the matter. One alert is among it while the guardian watches: its end says that it is silent.
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
    summary: "the guardian watches over the database",
    mend: "nothing; when this alert ends, the guardian is silent: ./tovrun logs guardian",
  },
};
