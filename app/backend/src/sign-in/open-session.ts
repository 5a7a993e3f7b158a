import type { FastifyReply, FastifyRequest } from "fastify";
import type { Account } from "../accounts/account.ts";
import type { ShownAccount } from "../accounts/schemas.ts";
import { isToken, newToken, tokenHash } from "../accounts/token.ts";
import type { Committed, Unit } from "../api/unit.ts";
import { clientAddress } from "../client-address.ts";
import type { DatabaseTransaction } from "../database/database.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { deviceTokenOf, sessionTokenOf, setDeviceCookie, setSessionCookie } from "./cookies.ts";
import {
  findDevice,
  insertDevice,
  insertSession,
  revokeToken,
  rotateSession,
  touchDevice,
} from "./queries.ts";

/** A session ends after this long, used or not, in seconds: 90 days. */
const sessionSeconds = 90 * 86_400;

/** A browser is known for this many days after the last sign-in with a new token. */
const deviceDays = 365;

/** A browser that asks. */
export interface Browser {
  request: FastifyRequest;
  reply: FastifyReply;
  context: Pick<RouteContext, "publicUrl">;
}

/**
 * Makes a change, and signs its account in, in the browser that asked. The token is new, and what session the browser had before is ended:
 * nobody can prepare a browser with a token of theirs.
 * Sockets of ended sessions end by the database's announcement, in every process.
 * @param work returns the account
 */
export async function commitSignedIn(
  { commit, ...browser }: Browser & Pick<Unit, "commit">,
  work: (transaction: DatabaseTransaction) => Promise<ShownAccount>,
): Promise<Committed<{ user: ShownAccount }>> {
  const made: { session?: Awaited<ReturnType<typeof openSession>> } = {};
  const done = await commit(async (transaction) => {
    const user = await work(transaction);
    made.session = await openSession(transaction, user.id, browser);
    return { id: made.session.id, answer: { user } };
  });
  if (made.session) give(made.session, browser);
  return done;
}

async function openSession(transaction: DatabaseTransaction, userId: string, { request, context }: Browser) {
  const before = sessionTokenOf(request.cookies, context);
  if (isToken(before)) await revokeToken(transaction, tokenHash(before), "signed_in_again").execute();
  const token = newToken();
  const session = await insertSession(transaction, {
    userId,
    tokenHash: tokenHash(token),
    expiresAt: new Date(Date.now() + sessionSeconds * 1000),
    ipAddress: clientAddress(request),
    userAgent: userAgentOf(request),
  }).executeTakeFirstOrThrow();
  const device = await rememberDevice(transaction, userId, deviceTokenOf(request.cookies, context));
  return { id: session.id, token, device };
}

/** Gives the browser the cookies of a session that is committed. */
function give(
  { token, device }: { token: string; device: string | null },
  { reply, context }: Pick<Browser, "reply" | "context">,
): void {
  setSessionCookie(reply, context, token, sessionSeconds);
  if (device) setDeviceCookie(reply, context, device, deviceDays * 86_400);
}

/** Makes a change to an account that is signed in, and gives its session another token, because what it may do has changed. */
export async function commitRotated<Answer>(
  { commit, account, ...browser }: Browser & Pick<Unit, "commit"> & { account: Account },
  work: (transaction: DatabaseTransaction) => Promise<Answer>,
): Promise<Committed<Answer>> {
  const token = newToken();
  const done = await commit(async (transaction) => {
    const answer = await work(transaction);
    await rotateSession(transaction, account.sessionId, tokenHash(token)).execute();
    return { id: account.id, answer };
  });
  give({ token, device: null }, browser);
  return done;
}

/** A token that the browser has to keep; null when it is known already. */
async function rememberDevice(transaction: DatabaseTransaction, userId: string, shown: string) {
  const known = isToken(shown)
    ? await findDevice(transaction, userId, tokenHash(shown)).executeTakeFirst()
    : undefined;
  if (known) {
    await touchDevice(transaction, known.id).execute();
    return null;
  }
  const token = newToken();
  await insertDevice(transaction, userId, tokenHash(token), deviceDays).execute();
  return token;
}

/** What a browser calls itself, as far as it is kept: well-formed, without NUL, which the database refuses. */
function userAgentOf(request: FastifyRequest): string | null {
  return request.headers["user-agent"]?.toWellFormed().replaceAll("\0", "").slice(0, 512) ?? null;
}
