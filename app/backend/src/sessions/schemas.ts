import { z } from "zod";
import { pageOf, pageQuery } from "../api/page.ts";
import { undoAnswer } from "../undo/schemas.ts";
import { script, scriptAnswer } from "./script.ts";
import { sessionStates } from "./transitions.ts";

export const attendances = ["not_said", "there", "not_there"] as const;

/** A session, for one of its people. */
export const sessionAnswer = z.object({
  id: z.uuid(),
  status: z.enum(sessionStates),
  /** The reader's place in it; `over` whether they left or it was called off. */
  place: z.enum(["asked", "going", "over"]),
  isHost: z.boolean(),
  /** What the reader said about having been there. Nobody else reads it. */
  attendance: z.enum(attendances),
  pausedAt: z.string().nullable(),
  /** One sentence about what it means for the reader. */
  sentence: z.string().meta({ example: "The session takes place as agreed." }),
  script: scriptAnswer,
});

/** Query of `GET /api/sessions`. */
export const sessionsQuery = pageQuery.extend({ when: z.enum(["upcoming", "past"]).default("upcoming") });

export const sessionsAnswer = pageOf(sessionAnswer);
export const sessionParams = z.object({ id: z.uuid() });

/** Answer of what changes a session. */
export const changedSession = z.object({
  id: z.uuid(),
  status: z.enum(sessionStates),
  undo: undoAnswer.nullable(),
});

/** Body of a changed script: possible until somebody has agreed to it. */
export const scriptChange = z.strictObject({ scriptVersion: z.number().int().min(1), script });

export const changedScript = z.object({ id: z.uuid(), scriptVersion: z.number().int(), undo: undoAnswer });

/** Body of what a person says about having been there. */
export const attendanceBody = z.strictObject({ attendance: z.enum(attendances) });
export const attendanceAnswer = z.object({ id: z.uuid(), attendance: z.enum(attendances), undo: undoAnswer });
