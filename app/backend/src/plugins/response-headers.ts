import fp from "fastify-plugin";

/** Responses are for one client: nothing caches them, and browsers do not guess their type. */
export const responseHeaders = fp(async (app) => {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });
});
