import { z } from "zod";
import { line, words } from "../api/text.ts";
import type { Reminder, ShownTo } from "../database/tables/playing.ts";
import { personAnswer, platforms } from "../sessions/script.ts";
import { zone } from "../time/zone.ts";
import { undoAnswer } from "../undo/schemas.ts";

const audiences = ["nobody", "friends", "acquaintances"] as const satisfies ShownTo[];
const reminders = ["day_before", "hour_before", "ten_minutes_before"] as const satisfies Reminder[];

/** Fields of a profile, each shown to nobody until its person decides otherwise. */
const profileFields = ["about", "timeZone", "games", "availability", "communication", "sensory"] as const;

const audience = z.enum(audiences).default("nobody");

/** Who sees which field. */
const visibility = z.strictObject({
  about: audience,
  timeZone: audience,
  games: audience,
  availability: audience,
  communication: audience,
  sensory: audience,
});

/** How somebody likes to communicate. Text comes first: voice is never assumed. */
export const communication = z.strictObject({
  firstChoice: z.enum(["text", "voice", "either"]).default("text"),
  /** Likes to be told things directly, without hints. */
  directWords: z.boolean().default(false),
  /** Needs time to answer. */
  slowAnswers: z.boolean().default(false),
  /** The date on which the person does not speak, in their own zone; after it, it is as if it were empty. */
  notSpeakingOn: z.iso.date().nullable().default(null),
});

/** What somebody's senses need. */
export const sensory = z.strictObject({
  quietVoices: z.boolean().default(false),
  noSuddenSounds: z.boolean().default(false),
  noFlashing: z.boolean().default(false),
  breaks: z.boolean().default(false),
});

/** Body of one's own profile. */
export const profileBody = z.strictObject({
  displayName: line(64),
  about: words(2_000),
  timeZone: zone,
  reminders: z.array(z.enum(reminders)).max(3).default(["day_before", "hour_before"]),
  suggestions: z.boolean().default(false),
  visibility,
});

/** Body of one's own needs; they are kept sealed. */
export const needsBody = z.strictObject({ communication, sensory });

const communicationAnswer = communication
  .extend({ notSpeakingToday: z.boolean() })
  .omit({ notSpeakingOn: true });

/** One's own profile, whole. */
export const ownProfileAnswer = z.object({
  displayName: z.string(),
  about: z.string(),
  timeZone: z.string(),
  reminders: z.array(z.enum(reminders)),
  suggestions: z.boolean(),
  visibility: z.record(z.enum(profileFields), z.enum(audiences)),
  communication: communication,
  sensory: sensory,
  /** When the profile's own clock shows what time it is, in words. */
  nowInWords: z.string(),
});

export const savedAnswer = z.object({ undo: undoAnswer });

export const personParams = z.object({ id: z.uuid() });

/** Another person's profile: a field that is not shown to the reader is null, like one that is empty. */
export const profileAnswer = z.object({
  person: personAnswer,
  relation: z.enum(["self", "friend", "acquaintance"]),
  about: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** What time it is for that person, in words. */
  nowInWords: z.string().nullable(),
  games: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        liking: z.enum(["favourite", "likes"]),
        platform: z.enum(platforms).nullable(),
      }),
    )
    .nullable(),
  communication: communicationAnswer.nullable(),
  sensory: sensory.nullable(),
});
