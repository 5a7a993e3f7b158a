import type { FastifyRequest } from "fastify";
import type { Database } from "../database/database.ts";
import { findSession } from "../sign-in/queries.ts";
import type { Account } from "./account.ts";
import { sessionCookie } from "./session-cookie.ts";
import { isToken, tokenHash } from "./token.ts";

/** The account of a request's session cookie, if any; revoking a session takes effect at once. */
export function accountOfRequest(database: Database, request: FastifyRequest): Promise<Account | null> {
  return accountOfToken(database, request.cookies[sessionCookie] ?? "");
}

/** The account that a session token belongs to; null when it is malformed, expired or revoked. */
export async function accountOfToken(database: Database, token: string): Promise<Account | null> {
  if (!isToken(token)) return null;
  const found = await findSession(database, tokenHash(token)).executeTakeFirst();
  if (!found) return null;
  const { emailVerifiedAt, ...account } = found;
  return { ...account, emailVerified: emailVerifiedAt !== null };
}
