import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { accountOf } from "../../accounts/account.ts";
import { requireAccount } from "../../accounts/require-account.ts";
import { cookieOptions, sessionCookie } from "../../accounts/session-cookie.ts";
import { audited } from "../../audit/audited.ts";
import { revokeSession } from "../../queries/sessions.ts";
import { endSession } from "../../sockets/account-sockets.ts";
import type { RouteContext } from "../route-context.ts";

/** Ends this browser's session at once, including the connections of its other pages. */
export const signOutRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database, publicUrl }) => {
  const schema = { response: { 204: z.null() } };
  const action = { action: "sign_out", resourceType: "UserSession", function: "signOut" };
  app.post("/api/sign-out", { schema, onRequest: requireAccount(database) }, async (request, reply) =>
    audited(database, request, action, async (unit) => {
      const { sessionId } = accountOf(request);
      await unit.commit(async (transaction) => {
        await revokeSession(transaction, sessionId).execute();
        return { id: sessionId };
      });
      endSession(app.io, sessionId);
      reply.clearCookie(sessionCookie, cookieOptions(publicUrl));
      return reply.code(204).send(null);
    }),
  );
};
