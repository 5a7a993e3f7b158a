import swagger from "@fastify/swagger";
import fp from "fastify-plugin";
import { createJsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { sessionCookie } from "../sign-in/cookies.ts";

/** Collects the schemas of all routes registered after it into an OpenAPI document, and serves it. */
export const openapi = fp<{ version: string; publicUrl: string }>(async (app, { version, publicUrl }) => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "TovPlay", description: "The API of the site", version },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: { session: { type: "apiKey", in: "cookie", name: sessionCookie } },
      },
    },
    transform: createJsonSchemaTransform({}),
    transformObject: jsonSchemaTransformObject,
  });
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger());
});
