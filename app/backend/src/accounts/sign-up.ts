import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { violatedConstraint } from "../database/violation.ts";
import { hashPassword } from "./password.ts";
import { insertUser } from "./queries.ts";
import { accountAnswer, signUpBody } from "./schemas.ts";

/** Creates an account. It does not sign in. */
export const signUp = command({
  name: "signUp",
  url: "/api/sign-up",
  tag: "Accounts",
  summary: "Create an account",
  access: "anyone",
  body: signUpBody,
  status: 201,
  answer: accountAnswer,
  refusals: ["conflict"],
  limit: { by: "address", most: 10, seconds: 60 },
  audit: { action: "sign_up", resource: "User" },
  handle: async ({ body: { username, email, password }, commit, actsAs }) => {
    const passwordHash = await hashPassword(password);
    return commit(async (transaction) => {
      const user = await insertUser(transaction, { username, email, passwordHash })
        .executeTakeFirstOrThrow()
        .catch(explained);
      actsAs(user);
      return { id: user.id, answer: { user } };
    });
  },
});

/** One answer for both, which reveals less. Only an e-mail to the address could hide completely that it is taken. */
function explained(error: unknown): never {
  if (violatedConstraint(error) === undefined) throw error;
  throw new ApiError(
    "conflict",
    "This user name or e-mail address is taken. Choose another one, or sign in.",
  );
}
