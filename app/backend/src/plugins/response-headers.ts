import fp from "fastify-plugin";

/** Answers are for the one who asked: nobody stores them, and nobody guesses their type. */
export const responseHeaders = fp(async (app) => {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });
});
