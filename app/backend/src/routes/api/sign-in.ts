import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { verifyPassword } from "../../accounts/password.ts";
import { cookieOptions, sessionCookie, sessionSeconds } from "../../accounts/session-cookie.ts";
import { newToken, tokenHash } from "../../accounts/token.ts";
import { ApiError } from "../../api-error.ts";
import { audited } from "../../audit/audited.ts";
import { clientAddress } from "../../client-address.ts";
import { accountRate } from "../../plugins/rate-limit.ts";
import { insertSession, type NewSession } from "../../queries/sessions.ts";
import { findAccount } from "../../queries/users.ts";
import { accountAnswer, signInBody } from "../../schemas/account.ts";
import type { RouteContext } from "../route-context.ts";

/** Opens a session. Unknown names, wrong passwords and accounts that need a new password get the same answer in the same time. */
export const signInRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database, publicUrl }) => {
  const schema = { body: signInBody, response: { 200: accountAnswer } };
  const action = { action: "sign_in", resourceType: "UserSession", function: "signIn" };
  app.post("/api/sign-in", { schema, config: accountRate }, async (request, reply) =>
    audited(database, request, action, async (unit) => {
      const { identifier, password } = request.body;
      const found = await findAccount(database, identifier).executeTakeFirst();
      if (found) unit.actsAs(found);
      const right = await verifyPassword(password, found?.passwordHash);
      if (!found || !right || found.passwordMustBeReset) throw refusal(found?.passwordMustBeReset);
      const token = newToken();
      const session = newSession(found.id, token, clientAddress(request), request.headers["user-agent"]);
      await unit.commit((transaction) => insertSession(transaction, session).executeTakeFirstOrThrow());
      reply.setCookie(sessionCookie, token, { ...cookieOptions(publicUrl), maxAge: sessionSeconds });
      return { user: found };
    }),
  );
};

/** The same answer in every case; only the audit log records that a password must be reset. */
function refusal(mustBeReset = false): ApiError {
  const auditedAs = mustBeReset ? "password_must_be_reset" : undefined;
  return new ApiError(
    "unauthenticated",
    "The name or the password is wrong. Check both and try again.",
    auditedAs,
  );
}

function newSession(
  userId: string,
  token: string,
  ipAddress: string,
  userAgent: string | undefined,
): NewSession {
  const expiresAt = new Date(Date.now() + sessionSeconds * 1000);
  return {
    userId,
    tokenHash: tokenHash(token),
    expiresAt,
    ipAddress,
    userAgent: userAgent?.slice(0, 512) ?? null,
  };
}
