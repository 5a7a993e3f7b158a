import { formatMoment } from "./moment.ts";

/** A time in the device's zone, with a machine-readable value. */
export function MomentText({ date }: { date: Date }) {
  return <time dateTime={date.toISOString()}>{formatMoment(date)}</time>;
}
