import { z } from "zod";
import { pageOf } from "../api/page.ts";
import { words } from "../api/text.ts";
import { about, category, state } from "./categories.ts";

/** Most characters in the words of a report, an appeal or a note. */
const most = 4000;

/** Body of `POST /api/reports`. */
export const reportBody = z.strictObject({
  personId: z.uuid(),
  category,
  words: words(most).default(""),
  about: about.optional(),
});

/** A report, for the person who made it. */
export const ownReport = z.object({
  id: z.uuid(),
  category,
  state,
  reportedAt: z.string(),
  /** What came of it, in words; null until it is decided. */
  outcome: z.string().nullable(),
  /** Whether another moderator can be asked to look again. */
  canAppeal: z.boolean(),
});

/** Answer of `GET /api/reports`. */
export const ownReportsAnswer = pageOf(ownReport);

/** Answer of `POST /api/reports`: the acknowledgement. */
export const acknowledgement = z.object({ id: z.uuid(), state, message: z.string() });

/** Body of an appeal. */
export const appealBody = z.strictObject({ words: words(most).default("") });

/** Answer of an appeal. */
export const appealAnswer = z.object({ id: z.uuid(), message: z.string() });

/** A decision about the reader's own account. */
const ownDecision = z.object({
  id: z.uuid(),
  category,
  outcome: z.string(),
  decidedAt: z.string(),
  /** End of a pause of the account; null when there is none. */
  until: z.string().nullable(),
  canAppeal: z.boolean(),
});

/** Answer of `GET /api/decisions`. */
export const ownDecisionsAnswer = z.object({ decisions: z.array(ownDecision) });
