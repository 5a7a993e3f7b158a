import { accountAnswer } from "../accounts/schemas.ts";
import { query } from "../api/query.ts";

/** Who is signed in. */
export const session = query({
  name: "readSession",
  url: "/api/session",
  tag: "Accounts",
  summary: "Tell who is signed in",
  access: "member",
  answer: accountAnswer,
  handle: async ({ account }) => ({ user: account }),
});
