import { z } from "zod";
import { platforms } from "../sessions/script.ts";
import { undoAnswer } from "../undo/schemas.ts";

const likings = ["favourite", "likes", "not_for_me"] as const;

/** A game that somebody has an opinion about. */
const preference = z.object({
  game: z.object({ id: z.uuid(), name: z.string() }),
  liking: z.enum(likings),
  platform: z.enum(platforms).nullable(),
});

export const preferencesAnswer = z.object({ preferences: z.array(preference) });

/** Body of a preference. */
export const preferenceBody = z.strictObject({
  liking: z.enum(likings),
  platform: z.enum(platforms).nullable().default(null),
});

export const gameParams = z.object({ id: z.uuid() });
export const preferenceSaved = z.object({ gameId: z.uuid(), undo: undoAnswer });
