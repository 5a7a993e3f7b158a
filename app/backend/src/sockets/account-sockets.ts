import type { Namespace, Server, Socket } from "socket.io";
import type { Account } from "../accounts/account.ts";
import { ApiError } from "../api/api-error.ts";
import { problemOf } from "../api/problem.ts";
import { correlationIdOf } from "../plugins/correlation.ts";
import { asApiError } from "../plugins/errors.ts";

/** Namespace for signed-in people; the default namespace is open to anyone. */
export const accountNamespace = "/account";

/** How often one connection may try to sign in: each attempt costs a query, and nginx sees the connection only once. */
const tries = 3;

/** The account that a request's cookie belongs to, if any. */
export type FindAccount = (cookies: string) => Promise<Account | null>;

/** Admits the account of the handshake's session cookie until that session expires or is revoked. */
export function accountSockets(io: Server, findAccount: FindAccount): Namespace {
  const asked = new WeakMap<Socket["conn"], number>();
  const namespace = io.of(accountNamespace);
  const admit = async (socket: Socket): Promise<void> => {
    const times = (asked.get(socket.conn) ?? 0) + 1;
    asked.set(socket.conn, times);
    if (times > tries) throw new ApiError("too_many_requests", "Too many attempts. Open a new connection.");
    const account = await findAccount(socket.request.headers.cookie ?? "");
    if (!account) throw new ApiError("unauthenticated", "Sign in first.");
    await stayAs(socket, account);
  };
  namespace.use((socket, next) => {
    const refuse = (error: unknown) => next(refusal(error, correlationIdOf(socket.request)));
    admit(socket).then(() => next(), refuse);
  });
  return namespace;
}

/** Closes the connections of a revoked session. */
export function endSession(io: Server, sessionId: string): void {
  io.of(accountNamespace).in(sessionRoom(sessionId)).disconnectSockets();
}

const sessionRoom = (sessionId: string) => `session:${sessionId}`;

async function stayAs(socket: Socket, { sessionId, expiresAt }: Account): Promise<void> {
  const end = setTimeout(() => socket.disconnect(), expiresAt.getTime() - Date.now()).unref();
  socket.once("disconnect", () => clearTimeout(end));
  await socket.join(sessionRoom(sessionId));
}

/** An error whose `data` reaches the client in the common error format. */
function refusal(error: unknown, correlationId: string): Error {
  const shown = asApiError(error);
  return Object.assign(new Error(shown.message), { data: problemOf(shown, correlationId) });
}
