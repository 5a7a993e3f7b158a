import type { FastifyRequest } from "fastify";
import type { Database } from "../database/database.ts";
import { findSession } from "../queries/sessions.ts";
import { type Account, accountOf } from "./account.ts";
import { sessionCookie } from "./session-cookie.ts";
import { isToken, tokenHash } from "./token.ts";

/** Hook for routes that require a signed-in account; revoking a session takes effect at once. */
export function requireAccount(database: Database) {
  return async (request: FastifyRequest) => {
    request.account = await accountOfToken(database, request.cookies[sessionCookie] ?? "");
    accountOf(request);
  };
}

/** The account that a session token belongs to; null when it is malformed, expired or revoked. */
export async function accountOfToken(database: Database, token: string): Promise<Account | null> {
  if (!isToken(token)) return null;
  const found = await findSession(database, tokenHash(token)).executeTakeFirst();
  if (!found) return null;
  const { id, username, email, sessionId, expiresAt } = found;
  return { id, username, email, sessionId, expiresAt };
}
