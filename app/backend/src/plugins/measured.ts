import type { Metrics } from "@tovplay/runtime/metrics";
import fp from "fastify-plugin";

/** Records the duration of every response by route pattern; unknown addresses share one label. */
export const measured = fp<{ metrics: Metrics }>(async (app, { metrics }) => {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.served({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
});
