import fp from "fastify-plugin";

/** Shows the API's document as pages, in development only: the package is not in the image. */
export const reference = fp(async (app) => {
  const { default: pages } = await import("@scalar/fastify-api-reference");
  await app.register(pages, { routePrefix: "/reference", configuration: { url: "/api/openapi.json" } });
});
