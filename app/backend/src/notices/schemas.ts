import { z } from "zod";
import { quietWindows } from "../quiet-hours/window.ts";
import { channels, timings } from "./channels.ts";
import { topics } from "./kinds.ts";

/** A notice as its person sees it. */
export const noticeAnswer = z
  .object({
    id: z.uuid(),
    number: z.int().describe("Grows with every notice of a person; ask for what is above the last you have"),
    kind: z.string(),
    topic: z.enum(topics).nullable().describe("Null for a kind from a newer release"),
    title: z.string().describe("Names nobody"),
    body: z.string(),
    page: z.string().describe("Path of the page that it leads to"),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Notice" });

export type Notice = z.output<typeof noticeAnswer>;

/** Something that waits, with the reason in words. */
export const heldAnswer = z.object({
  id: z.uuid(),
  channel: z.enum(channels),
  topic: z.enum(topics).nullable(),
  title: z.string().describe("Names nobody"),
  reason: z.enum(["quiet_hours", "digest", "low_energy", "retry"]),
  until: z.iso.datetime().nullable().describe("Null: until you end what holds it"),
  because: z.string().describe("Why it waits and what ends that, in words"),
});

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time as 18:00");

const choice = z.object({
  topic: z.enum(topics),
  channel: z.enum(channels),
  timing: z.enum(timings),
  passesQuiet: z.boolean().describe("Urgent for you: it may arrive in quiet hours"),
});

const lowEnergy = z.object({
  on: z.boolean(),
  until: z.iso
    .datetime({ offset: true })
    .nullable()
    .describe("When it ends by itself; null: when you end it"),
});

const quiet = z.object({ channel: z.enum(channels), windows: quietWindows });

/** How somebody is told of things, complete. */
export const noticeSettingsAnswer = z.object({
  timeZone: z.string().describe("Zone of the profile, in which all these times are"),
  choices: z.array(choice).describe("Every topic and channel"),
  digestTimes: z.array(localTime),
  lowEnergy,
  quietHours: z.array(quiet).describe("Every channel"),
});

/** What somebody changes of it; what is left out stays. */
export const noticeSettingsBody = z.strictObject({
  choices: z
    .array(choice)
    .max(topics.length * channels.length)
    .optional(),
  digestTimes: z.array(localTime).min(1).max(6).optional(),
  lowEnergy: lowEnergy.optional(),
  quietHours: z.array(quiet).max(channels.length).optional(),
});

export type NoticeSettingsBody = z.output<typeof noticeSettingsBody>;
