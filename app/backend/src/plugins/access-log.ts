import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";

/** Routes that machines request all the time. */
const quietRoutes = new Set(["/api/health", "/health/live", "/health/ready", "/metrics"]);

/** Logs one line for each response. The query string is left out: it may contain what people typed. */
export const accessLog = fp(async (app) => {
  app.addHook("onResponse", async (request, reply) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      path: pathOf(request),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      client: request.ip,
      userId: request.account?.id ?? null,
    };
    request.log[levelOf(line.route, line.status)](line, "answered");
  });
});

function levelOf(route: string | null, status: number) {
  if (status >= 500) return "error";
  return route && quietRoutes.has(route) ? "debug" : "info";
}

/** A request's path without its query string, truncated to 512 characters. */
export function pathOf(request: Pick<FastifyRequest, "url">): string {
  return (request.url.split("?", 1)[0] ?? "").slice(0, 512);
}
