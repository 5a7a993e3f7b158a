import { z } from "zod";
import { publicUser } from "../accounts/schemas.ts";
import { pageOf } from "../api/page.ts";
import { words } from "../api/text.ts";
import { category } from "../reports/categories.ts";

const status = z.enum(["received", "assigned", "appealed"]);

/** A report in the queue: what it says can be read only by the moderator who takes it. */
const queued = z.object({
  id: z.uuid(),
  category,
  status,
  reportedAt: z.string(),
  assignee: publicUser.nullable(),
});

/** Answer of `GET /api/moderation/reports`. */
export const queueAnswer = pageOf(queued);

/** Answer of commands about who works on a report. */
export const assignmentAnswer = z.object({ id: z.uuid(), mine: z.boolean() });

/** Everything about a report, for the moderator who has it. */
export const openedReport = z.object({
  id: z.uuid(),
  category,
  status,
  reportedAt: z.string(),
  reporter: publicUser,
  subject: publicUser,
  about: z.object({ kind: z.string(), id: z.uuid() }).nullable(),
  /** Null when they were kept long enough and destroyed. */
  words: z.string().nullable(),
  /** What the person looked like to others when the report was made. */
  evidence: z
    .object({ username: z.string(), displayName: z.string().nullable(), about: z.string().nullable() })
    .nullable(),
  notes: z.array(z.object({ author: z.string(), words: z.string(), writtenAt: z.string() })),
  /** The words of the appeal, if this is one, and who asked for it. */
  appeal: z.object({ by: z.enum(["reporter", "subject"]), words: z.string() }).nullable(),
  earlier: z.object({ reports: z.int(), upheld: z.int() }),
});

/** Body of `POST /api/moderation/reports/:id/notes`. */
export const noteBody = z.strictObject({ words: words(4000, 1) });

/** Body of `POST /api/moderation/reports/:id/decide`. */
export const decisionBody = z
  .strictObject({
    outcome: z.enum(["nothing_found", "warned", "suspended", "ended"]),
    days: z.int().min(1).max(365).optional(),
  })
  .refine(({ outcome, days }) => (outcome === "suspended") === (days !== undefined), {
    error: "give days with a suspension, and only with one",
    path: ["days"],
  });

/** Answer of `POST /api/moderation/reports/:id/decide`. */
export const decisionAnswer = z.object({ id: z.uuid(), outcome: z.string() });

/** Whether first contact is possible, and why not. */
export const statusAnswer = z.object({
  /** The switch. */
  open: z.boolean(),
  /** Whether first contact is possible now: the switch is on, and the last check is not too old. */
  firstContact: z.boolean(),
  checkedAt: z.string().nullable(),
});
