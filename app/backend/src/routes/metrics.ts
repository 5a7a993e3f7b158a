import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { RouteContext } from "./route-context.ts";

/** Metrics for Prometheus. Outside `/api`, so that nginx never exposes them. */
export const metricsRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { metrics }) => {
  app.get("/metrics", { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
};
