import swagger from "@fastify/swagger";
import fp from "fastify-plugin";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

/** Collects the schemas of all routes registered after it into an OpenAPI document. */
export const openapi = fp<{ version: string }>(async (app, { version }) => {
  await app.register(swagger, {
    openapi: { info: { title: "TovPlay", description: "The API of the site", version } },
    transform: jsonSchemaTransform,
  });
});
