import type { IncomingMessage } from "node:http";
import { gaugeOf, type Metrics } from "@tovplay/runtime/metrics";
import type { FastifyInstance } from "fastify";
import fp from "fastify-plugin";
import { Server } from "socket.io";
import { accountOfToken } from "../accounts/require-account.ts";
import type { Database } from "../database/database.ts";
import { isFromSite } from "../plugins/same-origin.ts";
import { sessionTokenOf } from "../sign-in/cookies.ts";
import { type AccountSocket, admitAccounts } from "./account-sockets.ts";
import { answerEvents } from "./answer-events.ts";
import { catchUp } from "./catch-up.ts";
import { type Connection, drain } from "./drain.ts";
import { Counts, limitedAddress, type SocketLimits, usualLimits } from "./limits.ts";
import { NoticeStream } from "./notice-stream.ts";
import type { SocketEvent } from "./socket-event.ts";
import { UnderWay } from "./under-way.ts";

/** Path where clients connect; nginx passes WebSocket only here. */
export const socketPath = "/socket.io/";

/** Longest message in bytes, several times what any event allows; a longer one closes the connection. */
const longestMessage = 4_096;

declare module "fastify" {
  interface FastifyInstance {
    io: Server;
    /** What is announced in the database goes from here to the sockets. */
    notices: NoticeStream;
    /** Closes every socket, so that its client reconnects, and admits no new one; HTTP requests are still answered. */
    drainSockets: () => Promise<void>;
  }
}

/** What the sockets need. */
export interface SocketOptions {
  database: Database;
  publicUrl: string;
  metrics: Metrics;
  socketLimits?: SocketLimits;
  /** Events besides `catch_up`; for tests. */
  events?: SocketEvent[];
}

/**
 * Real-time connections of signed-in people, over WebSocket only. A WebSocket stays with the process that accepted it, so a
 * deployment that switches nginx to another process breaks none; long polling would spread one session over both, and the
 * second does not know it.
 */
export const socketIo = fp<SocketOptions>(async (app, options) => {
  const { database, metrics, socketLimits: limits = usualLimits, events = [] } = options;
  const connections = new Set<Connection>();
  const underWay = new UnderWay();
  const addresses = new Counts();
  const own = new URL(options.publicUrl).origin;
  let draining: Promise<void> | undefined;
  const io = newServer(app, (request) => {
    if (!isFromSite(request.headers, own)) return `This works only from ${own}.`;
    if (addresses.of(limitedAddress(request)) >= limits.perAddress)
      return "There are too many connections from your network. Close one, then try again.";
    return draining || connections.size >= limits.all
      ? "There are too many connections. Try again later."
      : undefined;
  });
  io.engine.on("connection", (connection: Connection) => {
    const gone = addresses.add(limitedAddress(connection.request));
    connections.add(connection);
    connection.once("close", () => {
      connections.delete(connection);
      gone();
    });
  });
  gaugeOf(metrics.registry, "socket_connections", "Open WebSocket connections", () => connections.size);
  const findAccount = (cookies: string) =>
    accountOfToken(database, sessionTokenOf(app.parseCookie(cookies), options));
  admitAccounts(io, { findAccount, perAccount: limits.perAccount });
  const stream = new NoticeStream({ io, database, log: app.log });
  io.on("connection", (socket: AccountSocket) => {
    answerEvents(socket, { events: [catchUp(stream), ...events], log: app.log, underWay });
    stream.join(socket).catch((error: unknown) => {
      app.log.warn({ err: error }, "cannot look for the notices that a socket missed");
      socket.disconnect();
    });
  });
  app.decorate("io", io);
  app.decorate("notices", stream);
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
    // A connection that nobody signs in on is closed.
    connectTimeout: 5_000,
    allowRequest: (request, decide) => {
      const reason = refusal(request);
      decide(reason, reason === undefined);
    },
  });
}
