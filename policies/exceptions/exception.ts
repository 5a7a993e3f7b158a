import { firstFinding } from "../unknown.ts";

/** Whether a resource is exempt from a rule, or why its exception is not valid. */
export interface Exception {
  granted: boolean;
  /** Sentence to add to the finding when the exception is not valid. */
  refused?: string;
}

/** A resource without an exception. */
export const noException: Exception = { granted: false };

const shape = /^(?<reason>[^;]*\S[^;]*);\s*until (?<date>\d{4}-\d{2}-\d{2})$/;

/**
 * Reads a container's label `org.tovplay.exception.RULE` with the value `reason; until YYYY-MM-DD`. It is valid until the
 * end of that day (UTC): an exception without a reason and an end would become the rule.
 */
export function labelledException(
  rule: string,
  labels: readonly { label: string; value: string }[],
  now: Date,
): Exception {
  const label = `org.tovplay.exception.${rule}`;
  const value = firstFinding(labels, (entry) => (entry.label === label ? entry.value : undefined));
  if (value === undefined) return noException;
  const date = shape.exec(value.trim())?.groups?.date;
  if (date === undefined || !isDay(date)) {
    return { granted: false, refused: `Its label ${label} must read 'reason; until YYYY-MM-DD'.` };
  }
  return until(date, now);
}

/** An exception that is valid until the end of a day (UTC), written as YYYY-MM-DD. */
export function until(date: string, now: Date): Exception {
  if (date >= now.toISOString().slice(0, 10)) return { granted: true };
  return {
    granted: false,
    refused: `Its exception ended on ${date}: fix the problem, or agree on a new date.`,
  };
}

/** Whether a text is a valid date in the form YYYY-MM-DD. */
export function isDay(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
