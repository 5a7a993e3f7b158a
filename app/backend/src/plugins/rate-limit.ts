import rateLimit from "@fastify/rate-limit";
import fp from "fastify-plugin";
import { ApiError } from "../api-error.ts";

/** Limits how often one address may use a route that asks for it in its `config.rateLimit`. */
export const limitRates = fp(async (app) => {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) =>
      new ApiError("too_many_requests", `Too many attempts. Try again in ${after}.`),
  });
});

/** For routes at which passwords can be guessed or accounts made in masses. */
export const accountRate = { rateLimit: { max: 10, timeWindow: 60_000 } };
