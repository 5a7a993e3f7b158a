import { ApiError } from "../api/api-error.ts";
import { inWords } from "../api/gate.ts";
import { verifyPassword } from "../passwords/password.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { findAccountById } from "./queries.ts";
import { wrongPassword } from "./refusals.ts";

/** Wrong passwords of somebody who is signed in: a session that was left open is no means to guess. */
const attempts = { most: 10, seconds: 3_600 };

/**
 * Makes sure that who is signed in knows the account's password.
 * @throws ApiError when it is wrong, when there is none, or after many attempts
 */
export async function provePassword(
  { database, throttle }: Pick<RouteContext, "database" | "throttle">,
  { id }: { id: string },
  password: string,
  field = "password",
): Promise<void> {
  const found = await findAccountById(database, id).executeTakeFirst();
  if (!found?.passwordHash)
    throw new ApiError("conflict", "This account has no password yet. Choose one by e-mail first.");
  const bucket = `password of ${id}`;
  const wait = await throttle.spend(bucket, attempts);
  if (wait !== null)
    throw new ApiError("too_many_requests", `There were many attempts. Try again in ${inWords(wait)}.`, {
      retryAfter: wait,
    });
  const { right } = await verifyPassword(password, found.passwordHash);
  if (!right) throw wrongPassword(field);
  await throttle.forgive(bucket);
}
