import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import fp from "fastify-plugin";

/** Header with the correlation id, in requests and responses. */
export const correlationHeader = "x-correlation-id";

/** The correlation id of the request if it is well formed, otherwise a new one. */
export function correlationIdOf(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers[correlationHeader];
  return typeof given === "string" && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Adds the correlation id to every response. */
export const correlation = fp(async (app) => {
  app.addHook("onRequest", async (request, reply) => {
    reply.header(correlationHeader, request.id);
  });
});
