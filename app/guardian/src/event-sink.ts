import type { Logger } from "@tovplay/runtime/log";
import type { ActiveAlerts } from "./alerts/active-alerts.ts";
import type { Alert } from "./alerts/alert.ts";
import { alertFor, type Circumstances } from "./alerts/event-alerts.ts";
import type { AuditLog } from "./audit/audit-log.ts";
import { connectionRow } from "./audit/connection-rows.ts";
import type { LogEvent } from "./log/event.ts";
import type { GuardianMetrics } from "./metrics.ts";

/** Milliseconds for which an event remains an alert. */
const remembered = 15 * 60_000;

/** Maximum number of events logged per second, so that a flood does not fill the disk. */
const mostPrinted = 100;

/** Where events go. */
export interface EventSinkArgs {
  alerts: ActiveAlerts;
  audit: AuditLog;
  metrics: GuardianMetrics;
  log: Logger;
  circumstances: () => Circumstances;
  /** Called when alerts have changed. */
  onChange: () => void;
}

/** Counts, logs, records and reports events in the database. */
export function eventSink({ alerts, audit, metrics, log, circumstances, onChange }: EventSinkArgs) {
  const mayPrint = limiter(mostPrinted);

  /** Old events, read after the guardian was down, are recorded but not reported. */
  const report = (event: LogEvent, now: number): Alert | undefined => {
    const alert = alertFor(event, circumstances());
    const endsAt = event.at + remembered;
    if (alert && endsAt > now && alerts.raise(alert, now, endsAt)) onChange();
    return alert;
  };
  const print = (event: LogEvent, alert: Alert | undefined, now: number): void => {
    if (event.kind === "connected" || event.kind === "disconnected" || !mayPrint(now)) return;
    log[alert ? "warn" : "info"]({ event }, alert?.annotations.summary ?? event.message);
  };
  return (event: LogEvent): void => {
    metrics.count("guardian_events_total", { kind: event.kind, outcome: event.outcome });
    const row = connectionRow(event, circumstances().expectedApplications);
    if (row) audit.add(row);
    const now = Date.now();
    print(event, report(event, now), now);
  };
}

/** Whether another event is allowed in this second. */
function limiter(most: number) {
  let second = 0;
  let count = 0;
  return (now: number): boolean => {
    const current = Math.floor(now / 1000);
    count = current === second ? count + 1 : 1;
    second = current;
    return count <= most;
  };
}
