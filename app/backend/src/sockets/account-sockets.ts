import type { Server, Socket } from "socket.io";
import { z } from "zod";
import type { Account } from "../accounts/account.ts";
import { ApiError } from "../api/api-error.ts";
import { problemOf } from "../api/problem.ts";
import { correlationIdOf } from "../plugins/correlation.ts";
import { asApiError } from "../plugins/errors.ts";

/** How often one connection may try to sign in: each attempt costs a query, and nginx sees the connection only once. */
const tries = 3;

/** Longest wait, in milliseconds, until a session is looked at again; a timer cannot wait longer than 24.8 days. */
const longestWait = 6 * 3_600_000;

/** What a client says when it connects. */
const handshake = z.object({
  /** Number of the last notice that it has; it gets all after that. Without it, only what comes from now on. */
  after: z.int().min(0).optional(),
});

/** What is known of a signed-in socket. */
export interface SocketData {
  userId: string;
  sessionId: string;
  /** Number of the last notice that was sent; undefined until it is known. */
  last: number | undefined;
}

export type AccountSocket = Socket<
  Record<string, never>,
  Record<string, (value: unknown) => void>,
  object,
  SocketData
>;

/** What admitting sockets needs. */
export interface AdmissionOptions {
  /** The account that a request's cookie belongs to, if any. */
  findAccount: (cookies: string) => Promise<Account | null>;
  perAccount: number;
}

/** Admits only who is signed in, until that session ends. */
export function admitAccounts(io: Server, { findAccount, perAccount }: AdmissionOptions): void {
  const asked = new WeakMap<Socket["conn"], number>();
  const admit = async (socket: Socket): Promise<void> => {
    const times = (asked.get(socket.conn) ?? 0) + 1;
    asked.set(socket.conn, times);
    if (times > tries) throw new ApiError("too_many_requests", "Too many attempts. Open a new connection.");
    const given = handshake.safeParse(socket.handshake.auth);
    if (!given.success) throw new ApiError("invalid_request", "after: send the number of a notice.");
    const cookies = socket.request.headers.cookie ?? "";
    const find = () => findAccount(cookies);
    const account = await find();
    if (!account) throw new ApiError("unauthenticated", "Sign in first.");
    if ((io.of("/").adapter.rooms.get(accountRoom(account.id))?.size ?? 0) >= perAccount)
      throw new ApiError(
        "too_many_requests",
        "TovPlay is open in too many places. Close one, then reload this page.",
      );
    const { id: userId, sessionId } = account;
    Object.assign(socket.data, { userId, sessionId, last: given.data.after } satisfies SocketData);
    await socket.join([accountRoom(userId), sessionRoom(sessionId)]);
    lastUntil(socket, account.expiresAt, find);
  };
  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => next(refusal(error, correlationIdOf(socket.request))),
    );
  });
}

/** Room of all sockets of an account in this process. */
export const accountRoom = (userId: string) => `account:${userId}`;

/** Closes the sockets of these sessions in this process. Other processes hear of their end from the database. */
export function endSessions(io: Server, sessionIds: readonly string[]): void {
  for (const id of sessionIds) io.in(sessionRoom(id)).disconnectSockets();
}

const sessionRoom = (sessionId: string) => `session:${sessionId}`;

/** Looks again when the session should have ended: using the site may have made it longer. */
function lastUntil(socket: Socket, expiresAt: Date, find: () => Promise<Account | null>): void {
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const account = await find();
    if (!account) socket.disconnect();
    else wait(account.expiresAt);
  };
  const wait = (end: Date) => {
    const milliseconds = Math.min(Math.max(end.getTime() - Date.now(), 0), longestWait);
    timer = setTimeout(() => {
      // The database cannot say now: look again soon.
      look().catch(() => wait(new Date(Date.now() + 30_000)));
    }, milliseconds).unref();
  };
  wait(expiresAt);
  socket.once("disconnect", () => clearTimeout(timer));
}

/** An error whose `data` reaches the client as the problem details that a request would get. */
function refusal(error: unknown, correlationId: string): Error {
  const shown = asApiError(error);
  return Object.assign(new Error(shown.message), { data: problemOf(shown, correlationId) });
}
