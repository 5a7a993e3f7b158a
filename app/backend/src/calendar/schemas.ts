import { z } from "zod";

/** Whether there is a link, without its key: that is shown once. */
export const calendarLinkAnswer = z.object({
  link: z.object({ id: z.uuid(), createdAt: z.string() }).nullable(),
});

/** A new link. Anyone who has it can read the calendar. */
export const newCalendarLink = z.object({ id: z.uuid(), url: z.string() });
export const revokedCalendarLink = z.object({ id: z.uuid() });

/** The key is in the query, because paths are logged. */
export const feedQuery = z.strictObject({ key: z.string().max(64) });
