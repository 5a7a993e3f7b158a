import { z } from "zod";
import { zone } from "../time/zone.ts";
import { undoAnswer } from "../undo/schemas.ts";

/** Most spans of a week, and most exceptions to come, of one person. */
const mostHours = 100;
export const mostExceptions = 200;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time like 19:00");
/** The end of a span: 24:00 is the end of the day. */
const endClock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "write a time like 21:00, at most 24:00");

const span = { from: clock, to: endClock };
const inOrder = ({ from, to }: { from: string; to: string }) => from < to;
const order = {
  error: "the end has to be after the start; what goes over midnight is two spans",
  path: ["to"],
};

/** Hours of a weekday. 1 is Monday. */
const hours = z.strictObject({ weekday: z.number().int().min(1).max(7), ...span }).refine(inOrder, order);

/** Body of a week, in its own zone: moving house does not shift it. */
export const weekBody = z.strictObject({ timeZone: zone, hours: z.array(hours).max(mostHours) });

/** Body of hours of one date that differ from the week's. */
export const exceptionBody = z
  .strictObject({ date: z.iso.date(), kind: z.enum(["free", "busy"]), ...span })
  .refine(inOrder, order);

const hoursAnswer = z.object({ weekday: z.number().int(), from: z.string(), to: z.string() });
const exceptionAnswer = z.object({
  id: z.uuid(),
  date: z.string(),
  /** The date with its weekday, in words. */
  inWords: z.string(),
  kind: z.enum(["free", "busy"]),
  from: z.string(),
  to: z.string(),
});

/** One's own availability. */
export const availabilityAnswer = z.object({
  timeZone: z.string(),
  hours: z.array(hoursAnswer),
  /** From before, and overlapping: they do not count until the week is saved again. */
  unconfirmed: z.array(hoursAnswer),
  exceptions: z.array(exceptionAnswer),
});

export const weekSaved = z.object({ undo: undoAnswer });
export const exceptionSaved = z.object({ id: z.uuid(), undo: undoAnswer });
export const exceptionParams = z.object({ id: z.uuid() });
