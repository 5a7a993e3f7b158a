import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { hashPassword } from "../../accounts/password.ts";
import { ApiError } from "../../api-error.ts";
import { audited } from "../../audit/audited.ts";
import { violatedConstraint } from "../../database/violation.ts";
import { accountRate } from "../../plugins/rate-limit.ts";
import { insertUser } from "../../queries/users.ts";
import { accountAnswer, signUpBody } from "../../schemas/account.ts";
import type { RouteContext } from "../route-context.ts";

/** Creates an account. It does not sign in. */
export const signUpRoute: FastifyPluginAsyncZod<RouteContext> = async (app, { database }) => {
  const schema = { body: signUpBody, response: { 201: accountAnswer } };
  const action = { action: "sign_up", resourceType: "User", function: "signUp" };
  app.post("/api/sign-up", { schema, config: accountRate }, async (request, reply) =>
    audited(database, request, action, async (unit) => {
      const { username, email, password } = request.body;
      const passwordHash = await hashPassword(password);
      const account = { username, email, passwordHash };
      const user = await unit
        .commit(async (transaction) => {
          const inserted = await insertUser(transaction, account).executeTakeFirstOrThrow();
          unit.actsAs(inserted);
          return inserted;
        })
        .catch(explained);
      return reply.code(201).send({ user });
    }),
  );
};

/** One answer for both, which reveals less. Only an e-mail to the address could hide completely that it is taken. */
function explained(error: unknown): never {
  if (violatedConstraint(error) === undefined) throw error;
  throw new ApiError(
    "conflict",
    "This user name or e-mail address is taken. Choose another one, or sign in.",
  );
}
