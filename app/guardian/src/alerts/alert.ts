/** How soon somebody has to look: at once, today, or when there is time. `none` is no trouble at all. */
export type Severity = "critical" | "warning" | "info" | "none";

/** An alert as Alertmanager takes it; its name, severity and labels together tell it from others. */
export interface Alert {
  name: string;
  severity: Severity;
  /** Besides `alertname`, `severity` and `cluster`. */
  labels: Record<string, string>;
  annotations: {
    summary: string;
    /** What to do, in one sentence. */
    mend: string;
    /** What happened in the words of who did it, or of the server. */
    detail?: string;
  };
}

/** Tells an alert from all others. */
export function keyOf({ name, severity, labels }: Alert): string {
  return JSON.stringify([name, severity, Object.entries(labels).sort()]);
}
