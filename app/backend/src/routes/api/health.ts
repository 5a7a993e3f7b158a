import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { healthAnswer } from "../../schemas/health.ts";
import type { RouteContext } from "../route-context.ts";

/** Whether the service works, and which database it works with. */
export const healthRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { readHealth, version }) => {
  const schema = { response: { 200: healthAnswer, 503: healthAnswer } };
  app.get("/api/health", { schema }, async (_request, reply) => {
    const { status, reasons, details } = await readHealth();
    const uptimeSeconds = Math.round(process.uptime() * 10) / 10;
    return reply
      .code(status === "ok" ? 200 : 503)
      .send({ status, version, uptimeSeconds, reasons, ...details });
  });
};
