import type { FastifyRequest } from "fastify";
import type { Database } from "../database/database.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { sessionTokenOf } from "../sign-in/cookies.ts";
import { findSession, touchSession } from "../sign-in/queries.ts";
import type { Account } from "./account.ts";
import { isToken, tokenHash } from "./token.ts";

/** The account of a request's session cookie, if any; revoking a session takes effect at once. */
export function accountOfRequest(
  context: Pick<RouteContext, "database" | "publicUrl">,
  request: FastifyRequest,
): Promise<Account | null> {
  return accountOfToken(context.database, sessionTokenOf(request.cookies, context));
}

/** The account that a session token belongs to; null when it is malformed, expired, idle or revoked, or its account is not active. */
export async function accountOfToken(database: Database, token: string): Promise<Account | null> {
  if (!isToken(token)) return null;
  const found = await findSession(database, tokenHash(token)).executeTakeFirst();
  if (!found) return null;
  const { emailVerifiedAt, unnoticed, ...account } = found;
  if (unnoticed) await touchSession(database, account.sessionId).execute();
  return { ...account, emailVerified: emailVerifiedAt !== null };
}
