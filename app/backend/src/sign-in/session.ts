import { z } from "zod";
import { accountAnswer } from "../accounts/schemas.ts";
import { query } from "../api/query.ts";

/** Who is signed in, and until when: a page can warn before the end. */
export const session = query({
  name: "readSession",
  url: "/api/session",
  tag: "Accounts",
  summary: "Tell who is signed in",
  access: "member",
  answer: accountAnswer.extend({ expiresAt: z.iso.datetime() }),
  handle: async ({ account }) => ({ user: account, expiresAt: account.expiresAt.toISOString() }),
});
