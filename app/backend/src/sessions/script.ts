import { z } from "zod";
import type { IfLate, LeaveHow, Platform, StartHow, Talk } from "../database/tables/playing.ts";
import { zone } from "../time/zone.ts";

export const platforms = [
  "pc",
  "playstation",
  "xbox",
  "switch",
  "mobile",
  "browser",
] as const satisfies Platform[];
const talks = ["text", "voice", "text_or_voice"] as const satisfies Talk[];
const startHows = [
  "host_invites_in_game",
  "host_opens_a_room",
  "everyone_opens_the_game",
] as const satisfies StartHow[];
const ifLates = [
  "wait_ten_minutes",
  "wait_twenty_minutes",
  "start_without_them",
  "call_it_off",
] as const satisfies IfLate[];
const leaveHows = ["press_leave", "write_bye_then_leave"] as const satisfies LeaveHow[];

/** Longest and shortest session, in minutes. */
const shortestMinutes = 15;
const longestMinutes = 720;

const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "write date and time like 2027-01-31T19:00")
  .refine((text) => isLocalTime(text), "choose a date and a time that exist in the calendar")
  .meta({ example: "2027-01-31T19:00" });

function isLocalTime(text: string): boolean {
  const at = new Date(`${text}:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** When a session takes place, as a person chooses it. */
const chosenTime = z.strictObject({
  local: localTime,
  zone,
  /** Needed only in the night in which clocks go back. */
  fold: z.enum(["earlier", "later"]).optional(),
});

/**
 * What people agree on before they play. It has no free text: words to somebody need consent first. Text is the default, because voice is
 * never assumed.
 */
export const script = z.strictObject({
  gameId: z.uuid(),
  platform: z.enum(platforms),
  starts: chosenTime,
  minutes: z.number().int().min(shortestMinutes).max(longestMinutes),
  talk: z.enum(talks).default("text"),
  startHow: z.enum(startHows),
  ifLate: z.enum(ifLates),
  leaveHow: z.enum(leaveHows).default("press_leave"),
});

/** A script with which a session can be proposed. */
export type Script = z.output<typeof script>;

/** A person in a list. */
export const personAnswer = z.object({ id: z.uuid(), username: z.string(), displayName: z.string() });

/** A time in one zone: as people read it, and exactly. */
const timeAnswer = z.object({
  zone: z.string(),
  starts: z.string().meta({ example: "2027-01-31T19:00:00+01:00" }),
  ends: z.string(),
  inWords: z
    .string()
    .meta({ example: "Sunday, 31 January 2027, 19:00 to 20:30, Central European Standard Time (UTC+1)" }),
});

/** When a session takes place, for one reader. */
export const sessionTimeAnswer = z.object({
  startsAt: z.string(),
  endsAt: z.string(),
  minutes: z.number().int(),
  /** In the zone in which it was agreed: its clock does not move. */
  agreed: timeAnswer,
  /** In the reader's zone. */
  yours: timeAnswer,
});

/** All that has to be known before agreeing; null where an old session had no script. */
export const scriptAnswer = z.object({
  version: z.number().int(),
  game: z.object({ id: z.uuid(), name: z.string() }),
  platform: z.enum(platforms).nullable(),
  time: sessionTimeAnswer,
  talk: z.enum(talks).nullable(),
  startHow: z.enum(startHows).nullable(),
  ifLate: z.enum(ifLates).nullable(),
  leaveHow: z.enum(leaveHows).nullable(),
  fewestPeople: z.number().int(),
  people: z.array(z.object({ person: personAnswer, isHost: z.boolean(), state: z.enum(["asked", "going"]) })),
  /** People of the session about whom the reader wanted to be warned. */
  warnings: z.array(z.uuid()),
});
