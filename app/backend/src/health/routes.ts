import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../routes/route-context.ts";
import { publicHealth } from "./schemas.ts";

/**
 * Health in three parts: `/api/health` tells anybody whether the site works and nothing else; `/health/ready` tells operators
 * and the container's check why not, and with which database; `/health/live` answers as long as the process does. Only
 * addresses below `/api` pass nginx.
 */
export function registerHealth(app: FastifyInstance, { readHealth, version, metrics }: RouteContext): void {
  const schema = {
    operationId: "readHealth",
    tags: ["Service"],
    summary: "Tell whether the service works",
    security: [],
    response: { 200: publicHealth, 503: publicHealth },
  };
  const hidden = { schema: { hide: true } };
  app.get("/api/health", { schema }, async (_request, reply) => {
    const { status, details } = await readHealth();
    return reply.code(statusOf(status)).send({ status, checkedAt: details.database.checkedAt });
  });
  app.get("/health/ready", hidden, async (_request, reply) => {
    const { status, reasons, details } = await readHealth();
    const uptimeSeconds = Math.round(process.uptime() * 10) / 10;
    return reply.code(statusOf(status)).send({ status, version, uptimeSeconds, reasons, ...details });
  });
  app.get("/health/live", hidden, async (_request, reply) => reply.code(204).send());
  app.get("/metrics", hidden, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

const statusOf = (status: "ok" | "unavailable") => (status === "ok" ? 200 : 503);
