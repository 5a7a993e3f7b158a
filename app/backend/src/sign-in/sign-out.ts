import { z } from "zod";
import { cookieOptions, sessionCookie } from "../accounts/session-cookie.ts";
import { command } from "../api/command.ts";
import { endSessions } from "../sockets/account-sockets.ts";
import { revokeSession } from "./queries.ts";

/** Ends this browser's session at once, including the connections of its other pages. Without a session it clears the cookie. */
export const signOut = command({
  name: "signOut",
  url: "/api/sign-out",
  tag: "Accounts",
  summary: "Sign out in this browser",
  access: "anyone",
  status: 204,
  answer: z.null(),
  audit: { action: "sign_out", resource: "UserSession" },
  handle: async ({ account, commit, unchanged, request, reply, context }) => {
    reply.clearCookie(sessionCookie, cookieOptions(context.publicUrl));
    if (!account) return unchanged("none", null);
    const done = await commit(async (transaction) => {
      await revokeSession(transaction, account.sessionId).execute();
      return { id: account.sessionId, answer: null };
    });
    endSessions(request.server.io, [account.sessionId]);
    return done;
  },
});
