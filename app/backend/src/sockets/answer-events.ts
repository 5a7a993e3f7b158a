import type { FastifyBaseLogger } from "fastify";
import { ApiError } from "../api/api-error.ts";
import { problemOf } from "../api/problem.ts";
import { correlationIdOf } from "../plugins/correlation.ts";
import { asApiError } from "../plugins/errors.ts";
import type { AccountSocket } from "./account-sockets.ts";
import { packetRate } from "./packet-rate.ts";
import type { SocketEvent } from "./socket-event.ts";
import type { UnderWay } from "./under-way.ts";

/** What answering events needs. */
export interface Answering {
  events: SocketEvent[];
  log: FastifyBaseLogger;
  underWay: UnderWay;
}

type Acknowledge = (answer: Record<string, unknown>) => void;

/** Answers the events of one client, each with its result or an error in the common format. Without a callback there is no answer. */
export function answerEvents(socket: AccountSocket, { events, log, underWay }: Answering): void {
  const correlationId = correlationIdOf(socket.request);
  const refuse = (error: ApiError) => problemOf(error, correlationId);
  const withinRate = packetRate();
  socket.use((packet, next) => {
    if (withinRate()) return next();
    acknowledgeOf(packet)?.(
      refuse(new ApiError("too_many_requests", "Too many events. Wait one second, then try again.")),
    );
  });
  for (const event of events) {
    socket.on(event.name, async (...packet: unknown[]) => {
      await underWay.run(async () => {
        const answer = await answered(event, packet, socket).catch((error: unknown) => {
          const shown = asApiError(error);
          if (shown.statusCode >= 500)
            log.error({ err: error, correlationId }, `the event ${event.name} failed`);
          return refuse(shown);
        });
        acknowledgeOf(packet)?.(answer);
      });
    });
  }
}

function acknowledgeOf(packet: unknown[]): Acknowledge | undefined {
  const last = packet.at(-1);
  return typeof last === "function" ? (last as Acknowledge) : undefined;
}

async function answered({ name, message, answer }: SocketEvent, [given]: unknown[], socket: AccountSocket) {
  const { data, error } = message.safeParse(given);
  if (error) throw new ApiError("invalid_request", `${name}: ${error.issues[0]?.message ?? "is not valid"}.`);
  return answer(data, socket);
}
