import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../routes/route-context.ts";
import { healthAnswer } from "./schemas.ts";

/** Whether the service works, and which database it works with. Its error is its answer, so it is not a `query`. */
export function registerHealth(app: FastifyInstance, { readHealth, version, metrics }: RouteContext): void {
  const schema = {
    operationId: "readHealth",
    tags: ["Service"],
    summary: "Tell whether the service works",
    security: [],
    response: { 200: healthAnswer, 503: healthAnswer },
  };
  app.get("/api/health", { schema }, async (_request, reply) => {
    const { status, reasons, details } = await readHealth();
    const uptimeSeconds = Math.round(process.uptime() * 10) / 10;
    return reply
      .code(status === "ok" ? 200 : 503)
      .send({ status, version, uptimeSeconds, reasons, ...details });
  });
  // Outside `/api`, so that nginx never exposes it.
  app.get("/metrics", { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
