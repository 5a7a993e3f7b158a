/** How soon a person must react: at once, today, or when there is time. `none` needs no reaction. */
export type Severity = "critical" | "warning" | "info" | "none";

/** An alert for Alertmanager, identified by its name, severity and labels. */
export interface Alert {
  name: string;
  severity: Severity;
  /** Besides `alertname`, `severity` and `cluster`. */
  labels: Record<string, string>;
  annotations: {
    summary: string;
    /** What to do, in one sentence. */
    fix: string;
    /** The statement, or the server's message. */
    detail?: string;
  };
}

/** Identity of an alert. */
export function keyOf({ name, severity, labels }: Alert): string {
  return JSON.stringify([name, severity, Object.entries(labels).sort()]);
}
