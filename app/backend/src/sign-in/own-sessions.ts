import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { browserName } from "./browser-name.ts";
import { clearSessionCookie } from "./cookies.ts";
import { forgetDevices, listSessions, revokeSession, revokeSessions } from "./queries.ts";

const tag = "Accounts";

const shownSession = z.object({
  id: z.uuid(),
  current: z.boolean().describe("Whether it is the session of this request"),
  browser: z.string(),
  address: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().describe("To the hour"),
  expiresAt: z.iso.datetime(),
});

/** Where one is signed in. */
export const ownSessions = query({
  name: "listOwnSessions",
  url: "/api/account/sessions",
  tag,
  summary: "List the browsers in which one is signed in",
  access: "member",
  answer: z.object({ items: z.array(shownSession) }),
  handle: async ({ account, context }) => {
    const rows = await listSessions(context.database, account.id).execute();
    return {
      items: rows.map(({ id, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        current: id === account.sessionId,
        browser: browserName(userAgent),
        address: ipAddress,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    };
  },
});

/** Ends one of one's own sessions. Others' sessions do not exist for this route. */
export const endOwnSession = command({
  name: "endOwnSession",
  method: "DELETE",
  url: "/api/account/sessions/:id",
  tag,
  summary: "Sign out in one of one's browsers",
  access: "member",
  params: z.object({ id: z.uuid() }),
  status: 204,
  answer: z.null(),
  audit: { action: "end_session", resource: "UserSession", keeps: ["id"] },
  handle: async ({ params: { id }, account, commit, reply, context }) => {
    const done = await commit(async (transaction) => {
      const ended = await revokeSession(transaction, account.id, id, "ended_by_owner").executeTakeFirst();
      if (!ended) throw notFound("session");
      return { id, answer: null };
    });
    if (id === account.sessionId) clearSessionCookie(reply, context);
    return done;
  },
});

/** Ends all of one's sessions but this one, and forgets the browsers. */
export const endOtherSessions = command({
  name: "endOtherSessions",
  url: "/api/account/sessions/end-others",
  tag,
  summary: "Sign out in all other browsers",
  access: "member",
  answer: z.object({ ended: z.int() }),
  audit: { action: "end_other_sessions", resource: "UserSession" },
  handle: async ({ account, commit }) => {
    return commit(async (transaction) => {
      const ended = await revokeSessions(
        transaction,
        account.id,
        "ended_by_owner",
        account.sessionId,
      ).execute();
      await forgetDevices(transaction, account.id).execute();
      return { id: account.id, answer: { ended: ended.length } };
    });
  },
});
