import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { accountOf } from "../../accounts/account.ts";
import { requireAccount } from "../../accounts/require-account.ts";
import { accountAnswer } from "../../schemas/account.ts";
import type { RouteContext } from "../route-context.ts";

/** Who is signed in. */
export const sessionRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const schema = { response: { 200: accountAnswer } };
  app.get("/api/session", { schema, onRequest: requireAccount(database) }, async (request) => ({
    user: accountOf(request),
  }));
};
