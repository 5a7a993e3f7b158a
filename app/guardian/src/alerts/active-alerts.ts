import { type Alert, keyOf } from "./alert.ts";

/** An alert with its times, in milliseconds since 1970. */
export interface TimedAlert {
  alert: Alert;
  startsAt: number;
  endsAt: number;
}

/** Alerts of events that are kept apart; a flood of different ones becomes a single one more. */
const most = 200;

/** Milliseconds for which a condition that is over is still told, so that every Alertmanager hears of it. */
const farewell = 300_000;

/** Milliseconds after which a condition ends for Alertmanager when nobody repeats it. */
const conditionEnds = 120_000;

/** Everything that is the matter. */
export interface ActiveAlerts {
  /** Something happened: it is an alert until `endsAt`. @returns whether it is a new one */
  raise(alert: Alert, now: number, endsAt: number): boolean;
  /** What `source` finds to be so now; what it found before and does not any more is over. @returns whether that is a change */
  replace(source: string, alerts: Alert[], now: number): boolean;
  /** All of it, with what ended lately. */
  at(now: number): TimedAlert[];
}

export function activeAlerts(): ActiveAlerts {
  const events = new Map<string, TimedAlert>();
  const conditions = new Map<string, TimedAlert & { source: string; over: boolean }>();

  const forget = (now: number) => {
    for (const [key, { endsAt }] of events) if (endsAt <= now) events.delete(key);
    for (const [key, { over, endsAt }] of conditions)
      if (over && endsAt + farewell <= now) conditions.delete(key);
  };

  return {
    raise(alert, now, endsAt) {
      forget(now);
      const kept = events.size < most || events.has(keyOf(alert)) ? alert : manyMore(alert);
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

function manyMore({ name, severity, annotations }: Alert): Alert {
  return { name, severity, labels: { role: "(many)" }, annotations };
}
