import type { Logger } from "@tovplay/runtime/log";
import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import type { GuardianMetrics } from "../metrics.ts";
import type { Session } from "../rounds/session.ts";
import { type Check, finding } from "./check.ts";

/** Failures in a row that are worth an alert: one is lost when the database restarts. */
const worthAnAlert = 2;

/** What checks work with. */
export interface CheckRunnerArgs {
  checks: Check[];
  session: Session;
  alerts: ActiveAlerts;
  metrics: GuardianMetrics;
  log: Logger;
  /** Told when alerts have changed. */
  onChange: () => void;
}

/** Runs the checks that are due, one after the other. What a check found stays until it has an answer again. */
export function checkRunner({ checks, session, alerts, metrics, log, onChange }: CheckRunnerArgs) {
  const due = new Map<string, number>();
  const failures = new Map<string, number>();

  const run = async (check: Check, now: number) => {
    try {
      const found = await check.run(session, { now, gauge: metrics.gauge });
      failures.delete(check.name);
      return alerts.replace(`check ${check.name}`, found, now);
    } catch (error) {
      const count = (failures.get(check.name) ?? 0) + 1;
      failures.set(check.name, count);
      metrics.count("guardian_check_failures_total", { check: check.name });
      if (count === 1) log.warn({ err: error, check: check.name }, "a check got no answer");
      return false;
    }
  };
  return async (now: number): Promise<void> => {
    for (const check of checks) {
      // Not the time of day: a clock that jumps back must not stop the checks.
      const elapsed = performance.now();
      if ((due.get(check.name) ?? 0) > elapsed) continue;
      due.set(check.name, elapsed + check.everySeconds * 1000);
      if (await run(check, now)) onChange();
    }
    const failing = checks.filter(({ name }) => (failures.get(name) ?? 0) >= worthAnAlert);
    if (alerts.replace("failing checks", failing.map(failed), now)) onChange();
  };
}

function failed({ name }: Check) {
  const summary = `the check ${name} gets no answer: what it watches over may be broken`;
  return finding(
    "warning",
    "CheckFailing",
    { check: name },
    { summary, mend: "./tovrun logs guardian says why" },
  );
}
