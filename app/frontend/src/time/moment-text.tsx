import { formatMoment } from "./moment.ts";

/** A moment in the zone of the device, with the exact time for programs. */
export function MomentText({ date }: { date: Date }) {
  return <time dateTime={date.toISOString()}>{formatMoment(date)}</time>;
}
