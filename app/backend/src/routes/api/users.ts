import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { requireAccount } from "../../accounts/require-account.ts";
import { listUsers } from "../../queries/users.ts";
import { usersAnswer } from "../../schemas/account.ts";
import type { RouteContext } from "../route-context.ts";

/** Names of all people, for those who are signed in. */
export const usersRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const schema = { response: { 200: usersAnswer } };
  app.get("/api/users", { schema, onRequest: requireAccount(database) }, async () => ({
    users: await listUsers(database, 500).execute(),
  }));
};
