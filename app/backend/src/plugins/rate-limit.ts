import rateLimit from "@fastify/rate-limit";
import fp from "fastify-plugin";
import { ApiError } from "../api-error.ts";

/** Limits how often one address may use a route that sets `config.rateLimit`. */
export const limitRates = fp(async (app) => {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) =>
      new ApiError("too_many_requests", `Too many attempts. Try again in ${after}.`),
  });
});

/** For routes where passwords could be guessed or accounts created in bulk. */
export const accountRate = { rateLimit: { max: 10, timeWindow: 60_000 } };
