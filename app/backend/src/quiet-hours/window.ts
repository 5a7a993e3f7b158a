import { z } from "zod";

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time as 22:00");

/** Hours in which it is quiet, on each of these days. To an earlier time is over midnight, to the same one is a whole day. */
export const quietWindow = z.strictObject({
  /** 1 is Monday, as ISO 8601 counts; the day on which it begins. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: localTime,
  to: localTime,
});

/** All quiet hours of one channel. */
export const quietWindows = z.array(quietWindow).max(14);

export type QuietWindow = z.output<typeof quietWindow>;
