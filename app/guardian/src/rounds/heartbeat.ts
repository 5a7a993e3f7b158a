import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import type { Alert } from "../alerts/alert.ts";
import { outcomeOf } from "./failure.ts";
import type { Session } from "./session.ts";

/** Beats in a row that fail before it is an alert. */
const patience = 3;

/** Renews the heartbeat row: the proof that writes reach the disk. */
export interface Heartbeat {
  /** @param reachable whether the database answers at all; without it the reason is known already */
  beat(reachable: boolean): Promise<boolean>;
  /** Seconds since the last beat that was committed, or since the start. */
  age(): number;
}

export function heartbeat(session: Session, alerts: ActiveAlerts): Heartbeat {
  let last = Date.now();
  let failures = 0;
  return {
    async beat(reachable) {
      const outcome = await outcomeOf(session.ask("select protection.beat() as at"));
      const now = Date.now();
      failures = "failure" in outcome ? failures + 1 : 0;
      if ("value" in outcome) last = now;
      const stuck = "failure" in outcome && reachable && failures >= patience;
      return alerts.replace("heartbeat", stuck ? [stuckAlert(outcome.failure.message)] : [], now);
    },
    age: () => (Date.now() - last) / 1000,
  };
}

function stuckAlert(detail: string): Alert {
  const summary = "the database answers and takes no writes";
  const mend = "look at its disk and at ./tovrun logs postgres";
  return { name: "HeartbeatStuck", severity: "critical", labels: {}, annotations: { summary, mend, detail } };
}
