import { newToken, tokenHash } from "../accounts/token.ts";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { violatedConstraint } from "../database/violation.ts";
import { feedEndpoint, feedPath } from "./feed-endpoint.ts";
import { findCalendarLink, insertCalendarLink, revokeCalendarLink } from "./queries.ts";
import { calendarLinkAnswer, newCalendarLink, revokedCalendarLink } from "./schemas.ts";

const tag = "Calendar";

/** A private link to one's sessions, for a calendar program. */
export const routes = [
  feedEndpoint,
  query({
    name: "readCalendarLink",
    url: "/api/calendar/link",
    tag,
    summary: "Tell whether you have a link to your calendar",
    access: "member",
    answer: calendarLinkAnswer,
    handle: async ({ account, context: { database } }) => {
      const link = await findCalendarLink(database, account.id).executeTakeFirst();
      return { link: link ? { id: link.id, createdAt: link.createdAt.toISOString() } : null };
    },
  }),
  command({
    name: "createCalendarLink",
    url: "/api/calendar/link",
    tag,
    summary: "Make a private link to your calendar; it is shown once",
    access: "member",
    status: 201,
    answer: newCalendarLink,
    refusals: ["conflict"],
    audit: { action: "create_calendar_link", resource: "CalendarLink", severity: "MEDIUM" },
    handle: async ({ account, commit, context: { publicUrl } }) => {
      const key = newToken();
      return commit(async (tx) => {
        const { id } = await insertCalendarLink(tx, account.id, tokenHash(key))
          .executeTakeFirstOrThrow()
          .catch(refused);
        return { id, answer: { id, url: `${publicUrl}${feedPath}?key=${key}` } };
      });
    },
  }),
  command({
    name: "revokeCalendarLink",
    method: "DELETE",
    url: "/api/calendar/link",
    tag,
    summary: "End the link to your calendar at once",
    access: "member",
    answer: revokedCalendarLink,
    refusals: ["not_found"],
    audit: { action: "revoke_calendar_link", resource: "CalendarLink", severity: "MEDIUM" },
    handle: async ({ account, commit }) =>
      commit(async (tx) => {
        const revoked = await revokeCalendarLink(tx, account.id).executeTakeFirst();
        if (!revoked) throw notFound("entry");
        return { id: revoked.id, answer: { id: revoked.id } };
      }),
  }),
];

function refused(error: unknown): never {
  if (violatedConstraint(error) === "CalendarLink_user_id_key")
    throw new ApiError("conflict", "You have a link already. End it first; then a new one can be made.");
  throw error;
}
