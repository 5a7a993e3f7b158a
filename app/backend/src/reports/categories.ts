import { z } from "zod";

/** What a report can be about. */
export const category = z.enum([
  "unwanted_contact",
  "insult",
  "threat",
  "sexual",
  "contact_details",
  "pretending",
  "under_age",
  "self_harm",
  "other",
]);

/** The thing that a report is about, if it is about one. */
export const about = z.strictObject({
  kind: z.enum(["profile", "friendship", "game_request", "session", "group"]),
  id: z.uuid(),
});

/** State of a report, for the person who made it. */
export const state = z.enum(["received", "being_read", "decided", "being_read_again"]);
export type State = z.infer<typeof state>;

/** Days for which the words of a report are kept, from its last decision or, before there is one, from when it was made. */
export const keepDays = 180;
