import { z } from "zod";
import { personAnswer, platforms } from "../sessions/script.ts";

/** Somebody with whom one could play, and the facts that are the whole reason. */
export const suggestion = z.object({
  person: personAnswer,
  bothFree: z.array(z.object({ startsAt: z.string(), endsAt: z.string(), inWords: z.string() })),
  bothLike: z.array(z.object({ id: z.uuid(), name: z.string(), platform: z.enum(platforms).nullable() })),
  /** The facts as one sentence. */
  because: z.string().meta({
    example: "You are both free Tuesday, 3 November 2026, 19:00 to 21:00, and you both chose Portal 2.",
  }),
});

/** `wanted` is false when suggestions are switched off in the profile. */
export const suggestionsAnswer = z.object({ wanted: z.boolean(), suggestions: z.array(suggestion) });
