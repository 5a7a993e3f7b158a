import { once } from "node:events";
import { within } from "@tovplay/runtime/deadline";
import type { FastifyBaseLogger } from "fastify";
import type { Server, Socket } from "socket.io";
import { accountNamespace } from "./account-sockets.ts";
import type { UnderWay } from "./under-way.ts";

/** One WebSocket connection. */
export type Connection = Socket["conn"];

/** Told to clients before their connection ends: whoever connects anew at once, and ends the old one by itself, loses nothing. */
const goingAway = "going_away";

/** Longest waits, in milliseconds: for clients to leave by themselves, for answers under way, for connections to end. */
const waits = { leave: 1_000, answer: 5_000, end: 2_000 };

/** What draining takes. */
export interface Draining {
  io: Server;
  connections: ReadonlySet<Connection>;
  underWay: UnderWay;
  log: FastifyBaseLogger;
}

/**
 * Ends every connection so that its client connects anew by itself, to wherever the site's address leads then. What is under
 * way is answered first. `Server.close` of Socket.IO would drop answers that are not written yet and close the HTTP server,
 * and `disconnectSockets` would tell clients to stay away.
 */
export async function drain({ io, connections, underWay, log }: Draining): Promise<void> {
  log.info({ connections: connections.size }, "sockets are ending");
  for (const namespace of ["/", accountNamespace]) io.of(namespace).emit(goingAway);
  await inTime(
    waits.leave,
    Promise.allSettled([...connections].map((connection) => once(connection, "close"))),
  );
  const answered = await inTime(waits.answer, underWay.ended());
  if (!answered) log.warn("an event was not answered in time, its connection ends all the same");
  const sockets = [...connections].map((connection) => connection.request.socket);
  for (const connection of connections) connection.close();
  const open = () => sockets.filter((socket) => !socket.destroyed);
  await inTime(waits.end, Promise.allSettled(open().map((socket) => once(socket, "close"))));
  for (const socket of open()) socket.destroy();
}

/** Whether work ended within so many milliseconds. */
async function inTime(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return within(milliseconds, "ending", work).then(
    () => true,
    () => false,
  );
}
