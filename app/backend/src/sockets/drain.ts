import { once } from "node:events";
import { within } from "@tovplay/runtime/deadline";
import type { FastifyBaseLogger } from "fastify";
import type { Server, Socket } from "socket.io";
import type { UnderWay } from "./under-way.ts";

/** One WebSocket connection. */
export type Connection = Socket["conn"];

/** Sent to clients before their connection closes: a client that reconnects at once and then closes the old connection loses nothing. */
const goingAway = "going_away";

/** Longest waits, in milliseconds: for clients to leave, for pending answers, for connections to close. */
const waits = { leave: 1_000, answer: 5_000, end: 2_000 };

/** What draining needs. */
export interface Draining {
  io: Server;
  connections: ReadonlySet<Connection>;
  underWay: UnderWay;
  log: FastifyBaseLogger;
}

/**
 * Closes every connection so that its client reconnects on its own, to wherever the site's address then leads. Pending events
 * are answered first. Socket.IO's `Server.close` would drop unwritten answers and close the HTTP server,
 * and `disconnectSockets` would tell clients to stay away.
 */
export async function drain({ io, connections, underWay, log }: Draining): Promise<void> {
  log.info({ connections: connections.size }, "closing sockets");
  io.emit(goingAway);
  await inTime(
    waits.leave,
    Promise.allSettled([...connections].map((connection) => once(connection, "close"))),
  );
  const answered = await inTime(waits.answer, underWay.ended());
  if (!answered) log.warn("an event was not answered in time, its connection closes anyway");
  const sockets = [...connections].map((connection) => connection.request.socket);
  for (const connection of connections) connection.close();
  const open = () => sockets.filter((socket) => !socket.destroyed);
  await inTime(waits.end, Promise.allSettled(open().map((socket) => once(socket, "close"))));
  for (const socket of open()) socket.destroy();
}

/** Whether work finished in time. */
async function inTime(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return within(milliseconds, "draining", work).then(
    () => true,
    () => false,
  );
}
