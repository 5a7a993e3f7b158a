import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import type { Alert } from "../alerts/alert.ts";
import { outcomeOf } from "./failure.ts";
import type { Session } from "./session.ts";

/** Consecutive failed beats that raise an alert. */
const tolerated = 3;

/** Updates the heartbeat row, which proves that writes reach the disk. */
export interface Heartbeat {
  /** @param reachable whether the database answers at all; otherwise there is already an alert */
  beat(reachable: boolean): Promise<boolean>;
  /** Seconds since the last committed beat, or since the start. */
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
      const stuck = "failure" in outcome && reachable && failures >= tolerated;
      return alerts.replace("heartbeat", stuck ? [stuckAlert(outcome.failure.message)] : [], now);
    },
    age: () => (Date.now() - last) / 1000,
  };
}

function stuckAlert(detail: string): Alert {
  const summary = "the database answers but accepts no writes";
  const fix = "check its disk and run ./tovrun logs postgres";
  return { name: "HeartbeatStuck", severity: "critical", labels: {}, annotations: { summary, fix, detail } };
}
