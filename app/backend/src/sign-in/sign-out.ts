import { z } from "zod";
import { command } from "../api/command.ts";
import { clearSessionCookie } from "./cookies.ts";
import { revokeSession } from "./queries.ts";

/**
 * Ends this browser's session at once, including the connections of its other pages. It succeeds without a session too, and the cookie goes
 * even when the database cannot be reached.
 */
export const signOut = command({
  name: "signOut",
  url: "/api/sign-out",
  tag: "Accounts",
  summary: "Sign out in this browser",
  access: "anyone",
  status: 204,
  answer: z.null(),
  audit: { action: "sign_out", resource: "UserSession" },
  first: clearSessionCookie,
  handle: async ({ account, commit, unchanged }) => {
    if (!account) return unchanged("none", null);
    return commit(async (transaction) => {
      await revokeSession(transaction, account.id, account.sessionId, "signed_out").execute();
      return { id: account.sessionId, answer: null };
    });
  },
});
