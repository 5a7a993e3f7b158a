import type { TimedAlert } from "./active-alerts.ts";

/** Body of `POST /api/v2/alerts`. @param cluster label of every alert */
export function payloadOf(alerts: TimedAlert[], cluster: string): string {
  return JSON.stringify(
    alerts.map(({ alert, startsAt, endsAt }) => ({
      labels: {
        alertname: alert.name,
        severity: alert.severity,
        cluster,
        service: "guardian",
        // Leave out empty labels as Alertmanager does, otherwise it would compare them.
        ...Object.fromEntries(Object.entries(alert.labels).filter(([, value]) => value !== "")),
      },
      annotations: alert.annotations,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
    })),
  );
}
