import { firstFinding } from "./unknown.ts";

/** Whether a container is excepted from a rule, or why its exception does not hold. */
export interface Exception {
  granted: boolean;
  /** Sentence to add to the finding when the exception is there but does not hold. */
  refused?: string;
}

const shape = /^(?<reason>[^;]*\S[^;]*);\s*until (?<date>\d{4}-\d{2}-\d{2})$/;

/**
 * Reads the label `org.tovplay.exception.RULE`, whose value is `reason; until YYYY-MM-DD`. It holds to the end of that
 * day (UTC) and then stops by itself: an exception without a reason and an end would become the rule.
 */
export function exceptionTo(
  rule: string,
  labels: readonly { label: string; value: string }[],
  now: Date,
): Exception {
  const label = `org.tovplay.exception.${rule}`;
  const value = firstFinding(labels, (entry) => (entry.label === label ? entry.value : undefined));
  if (value === undefined) return { granted: false };
  const date = shape.exec(value.trim())?.groups?.date;
  if (date === undefined || !isDay(date)) {
    return { granted: false, refused: `Its label ${label} must read 'reason; until YYYY-MM-DD'.` };
  }
  if (date < now.toISOString().slice(0, 10)) {
    return {
      granted: false,
      refused: `Its exception ended on ${date}: mend the container, or agree on a new date.`,
    };
  }
  return { granted: true };
}

function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
