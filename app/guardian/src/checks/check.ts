import type { Alert, Severity } from "../alerts/alert.ts";
import type { Session } from "../rounds/session.ts";

/** What a check needs to know besides the database. */
export interface CheckContext {
  /** Milliseconds since 1970. */
  now: number;
  /** Sets a gauge of the guardian's metrics. */
  gauge(name: string, value: number, labels?: Record<string, string>): void;
}

/** A question to the database that is asked again and again. */
export interface Check {
  name: string;
  everySeconds: number;
  /** What is the matter. @throws when the database does not answer it */
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
