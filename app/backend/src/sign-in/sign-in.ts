import { verifyPassword } from "../accounts/password.ts";
import { findAccount } from "../accounts/queries.ts";
import { accountAnswer, signInBody } from "../accounts/schemas.ts";
import { cookieOptions, sessionCookie, sessionSeconds } from "../accounts/session-cookie.ts";
import { newToken, tokenHash } from "../accounts/token.ts";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { clientAddress } from "../client-address.ts";
import { insertSession } from "./queries.ts";

/** Opens a session. Unknown names, wrong passwords and accounts that need a new password get the same answer in the same time. */
export const signIn = command({
  name: "signIn",
  url: "/api/sign-in",
  tag: "Accounts",
  summary: "Sign in with a password",
  access: "anyone",
  body: signInBody,
  answer: accountAnswer,
  refusals: ["unauthenticated"],
  limit: { by: "address", most: 10, seconds: 60 },
  audit: { action: "sign_in", resource: "UserSession" },
  handle: async ({ body, commit, actsAs, request, reply, context }) => {
    const found = await findAccount(context.database, body.identifier).executeTakeFirst();
    if (found) actsAs(found);
    const right = await verifyPassword(body.password, found?.passwordHash);
    if (!found || !right || found.passwordMustBeReset) throw refusal(found?.passwordMustBeReset);
    const token = newToken();
    const session = {
      userId: found.id,
      tokenHash: tokenHash(token),
      expiresAt: new Date(Date.now() + sessionSeconds * 1000),
      ipAddress: clientAddress(request),
      userAgent: request.headers["user-agent"]?.slice(0, 512) ?? null,
    };
    const done = await commit(async (transaction) => {
      const { id } = await insertSession(transaction, session).executeTakeFirstOrThrow();
      return { id, answer: { user: found } };
    });
    reply.setCookie(sessionCookie, token, { ...cookieOptions(context.publicUrl), maxAge: sessionSeconds });
    return done;
  },
});

/** The same answer in every case; only the audit log records that a password must be reset. */
function refusal(mustBeReset = false): ApiError {
  return new ApiError(
    "unauthenticated",
    "The name or the password is wrong. Check both and try again.",
    mustBeReset ? { auditedAs: "password_must_be_reset" } : {},
  );
}
