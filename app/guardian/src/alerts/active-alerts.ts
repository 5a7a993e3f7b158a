import { type Alert, keyOf } from "./alert.ts";

/** An alert with its times, in milliseconds since 1970. */
export interface TimedAlert {
  alert: Alert;
  startsAt: number;
  endsAt: number;
}

/** Maximum number of separate event alerts; any more become a single alert. */
const most = 200;

/** Milliseconds for which a resolved condition is still sent, so that every Alertmanager is notified. */
const resolvedFor = 300_000;

/** Milliseconds after which Alertmanager resolves a condition that is not repeated. */
const conditionEnds = 120_000;

/** All current alerts. */
export interface ActiveAlerts {
  /** Raises an alert for an event until `endsAt`. @returns whether it is new */
  raise(alert: Alert, now: number, endsAt: number): boolean;
  /** Sets the current conditions from `source`; earlier ones that are missing are resolved. @returns whether anything changed */
  replace(source: string, alerts: Alert[], now: number): boolean;
  /** All alerts, including recently resolved ones. */
  at(now: number): TimedAlert[];
}

export function activeAlerts(): ActiveAlerts {
  const events = new Map<string, TimedAlert>();
  const conditions = new Map<string, TimedAlert & { source: string; over: boolean }>();

  const forget = (now: number) => {
    for (const [key, { endsAt }] of events) if (endsAt <= now) events.delete(key);
    for (const [key, { over, endsAt }] of conditions)
      if (over && endsAt + resolvedFor <= now) conditions.delete(key);
  };

  return {
    raise(alert, now, endsAt) {
      forget(now);
      const kept = events.size < most || events.has(keyOf(alert)) ? alert : aggregated(alert);
      const known = events.get(keyOf(kept));
      events.set(keyOf(kept), { alert: kept, startsAt: known?.startsAt ?? now, endsAt });
      return known === undefined;
    },
    replace(source, alerts, now) {
      let changed = false;
      const wanted = new Map(alerts.map((alert) => [keyOf(alert), alert]));
      for (const [key, alert] of wanted) {
        const known = conditions.get(key);
        const fresh = !known || known.over;
        const startsAt = fresh ? now : known.startsAt;
        changed ||= fresh;
        conditions.set(key, { alert, startsAt, endsAt: 0, source, over: false });
      }
      for (const [key, known] of conditions) {
        if (known.source !== source || known.over || wanted.has(key)) continue;
        conditions.set(key, { ...known, over: true, endsAt: now });
        changed = true;
      }
      forget(now);
      return changed;
    },
    at(now) {
      forget(now);
      const lasting = [...conditions.values()].map(({ alert, startsAt, endsAt, over }) => ({
        alert,
        startsAt,
        endsAt: over ? endsAt : now + conditionEnds,
      }));
      return [...events.values(), ...lasting];
    },
  };
}

function aggregated({ name, severity, annotations }: Alert): Alert {
  return { name, severity, labels: { role: "(many)" }, annotations };
}
