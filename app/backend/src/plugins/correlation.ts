import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import fp from "fastify-plugin";

/** Header that carries the correlation id, both ways. */
export const correlationHeader = "x-correlation-id";

/** The id of the request when it is harmless, otherwise a new one. */
export function correlationIdOf(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers[correlationHeader];
  return typeof given === "string" && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Sends the correlation id back with every answer. */
export const correlation = fp(async (app) => {
  app.addHook("onRequest", async (request, reply) => {
    reply.header(correlationHeader, request.id);
  });
});
