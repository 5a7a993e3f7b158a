import type { Alert, Severity } from "../alerts/alert.ts";
import type { Session } from "../rounds/session.ts";

/** What a check needs besides the database. */
export interface CheckContext {
  /** Milliseconds since 1970. */
  now: number;
  /** Sets a gauge of the guardian's metrics. */
  gauge(name: string, value: number, labels?: Record<string, string>): void;
}

/** A periodic check of the database. */
export interface Check {
  name: string;
  everySeconds: number;
  /** Returns the current alerts. @throws when the database does not answer */
  run(session: Session, context: CheckContext): Promise<Alert[]>;
}

/** An alert of a check. */
export function finding(
  severity: Severity,
  name: string,
  labels: Record<string, string>,
  annotations: Alert["annotations"],
): Alert {
  return { severity, name, labels, annotations };
}
