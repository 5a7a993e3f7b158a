import type { Logger } from "@tovplay/runtime/log";
import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import type { GuardianMetrics } from "../metrics.ts";
import type { Session } from "../rounds/session.ts";
import { type Check, finding } from "./check.ts";

/** Consecutive failures that raise an alert; a restart of the database may cause one. */
const worthAnAlert = 2;

/** What checks need. */
export interface CheckRunnerArgs {
  checks: Check[];
  session: Session;
  alerts: ActiveAlerts;
  metrics: GuardianMetrics;
  log: Logger;
  /** Called when alerts have changed. */
  onChange: () => void;
}

/** Runs the due checks one after another. A check's findings stay until it gets an answer again. */
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
      if (count === 1) log.warn({ err: error, check: check.name }, "a check failed");
      return false;
    }
  };
  return async (now: number): Promise<void> => {
    for (const check of checks) {
      // A monotonic clock: a system clock that jumps back must not stop the checks.
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
  const summary = `the check ${name} fails, so problems that it watches for may go unnoticed`;
  return finding(
    "warning",
    "CheckFailing",
    { check: name },
    { summary, fix: "run ./tovrun logs guardian to see why" },
  );
}
