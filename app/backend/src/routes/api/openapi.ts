import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { RouteContext } from "../route-context.ts";

/** The OpenAPI document of all routes. */
export const openapiRoute: FastifyPluginAsyncZod<RouteContext> = async (app) => {
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger());
};
