import { firstFinding } from "./unknown.ts";

/** Whether something is excepted from a rule, or why its exception does not hold. */
export interface Exception {
  granted: boolean;
  /** Sentence to add to the finding when the exception is there but does not hold. */
  refused?: string;
}

/** What a rule has no exception for. */
export const noException: Exception = { granted: false };

const shape = /^(?<reason>[^;]*\S[^;]*);\s*until (?<date>\d{4}-\d{2}-\d{2})$/;

/**
 * Reads the label `org.tovplay.exception.RULE` of a container, whose value is `reason; until YYYY-MM-DD`. It holds to the
 * end of that day (UTC) and then stops by itself: an exception without a reason and an end would become the rule.
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

/** An exception that holds to the end of a day (UTC), written as YYYY-MM-DD. */
export function until(date: string, now: Date): Exception {
  if (date >= now.toISOString().slice(0, 10)) return { granted: true };
  return {
    granted: false,
    refused: `Its exception ended on ${date}: mend what it excepts, or agree on a new date.`,
  };
}

/** Whether a text is a day that there is, as YYYY-MM-DD. */
export function isDay(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
