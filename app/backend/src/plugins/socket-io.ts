import type { IncomingMessage } from "node:http";
import { gaugeOf, type Metrics } from "@tovplay/runtime/metrics";
import type { FastifyInstance } from "fastify";
import fp from "fastify-plugin";
import { Server } from "socket.io";
import { accountOfToken } from "../accounts/require-account.ts";
import type { Database } from "../database/database.ts";
import { sessionTokenOf } from "../sign-in/cookies.ts";
import { accountSockets } from "../sockets/account-sockets.ts";
import { answerEvents } from "../sockets/answer-events.ts";
import { type Connection, drain } from "../sockets/drain.ts";
import type { SocketEvent } from "../sockets/socket-event.ts";
import { UnderWay } from "../sockets/under-way.ts";
import { isFromSite } from "./same-origin.ts";

/** Path where clients connect; nginx passes WebSocket only here. */
export const socketPath = "/socket.io/";

/** Connections at once; more would take memory that requests need. */
const mostConnections = 2_000;

/** Longest message in bytes, several times what any event allows; a longer one closes the connection. */
const longestMessage = 4_096;

declare module "fastify" {
  interface FastifyInstance {
    io: Server;
    /** Closes every socket, so that its client reconnects, and admits no new one; HTTP requests are still answered. */
    drainSockets: () => Promise<void>;
  }
}

/** What the sockets need. */
export interface SocketOptions {
  database: Database;
  publicUrl: string;
  metrics: Metrics;
  /** Events that anyone may send, signed in or not. */
  events: SocketEvent[];
}

/**
 * Real-time connections over WebSocket only. A WebSocket stays with the process that accepted it, so a deployment that switches nginx
 * to another process breaks none; long polling would spread one session over both, and the second does not know it.
 */
export const socketIo = fp<SocketOptions>(async (app, { database, publicUrl, metrics, events }) => {
  const connections = new Set<Connection>();
  const underWay = new UnderWay();
  const own = new URL(publicUrl).origin;
  let draining: Promise<void> | undefined;
  const refusal = (request: IncomingMessage) => {
    if (!isFromSite(request.headers, own)) return `This works only from ${own}.`;
    return draining || connections.size >= mostConnections
      ? "There are too many connections. Try again later."
      : undefined;
  };
  const io = newServer(app, refusal);
  io.engine.on("connection", (connection: Connection) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  gaugeOf(metrics.registry, "socket_connections", "Open WebSocket connections", () => connections.size);
  io.on("connection", (socket) => answerEvents(socket, { events, log: app.log, underWay }));
  accountSockets(io, async (cookies) =>
    accountOfToken(database, sessionTokenOf(app.parseCookie(cookies), { publicUrl })),
  );
  app.decorate("io", io);
  app.decorate("drainSockets", () => {
    draining ??= drain({ io, connections, underWay, log: app.log });
    return draining;
  });
  // Before the HTTP server closes, which would wait for these connections.
  app.addHook("preClose", () => app.drainSockets());
});

function newServer(app: FastifyInstance, refusal: (request: IncomingMessage) => string | undefined): Server {
  return new Server(app.server, {
    path: socketPath,
    transports: ["websocket"],
    serveClient: false,
    maxHttpBufferSize: longestMessage,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const reason = refusal(request);
      decide(reason, reason === undefined);
    },
  });
}
