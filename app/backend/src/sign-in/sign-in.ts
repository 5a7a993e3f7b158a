import { findAccount, replaceHash } from "../accounts/queries.ts";
import { accountAnswer, shownAccount, signInBody } from "../accounts/schemas.ts";
import { isToken, tokenHash } from "../accounts/token.ts";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { inWords } from "../api/gate.ts";
import { hashPassword, verifyPassword } from "../passwords/password.ts";
import { deviceTokenOf } from "./cookies.ts";
import { commitSignedIn } from "./open-session.ts";
import { findDevice } from "./queries.ts";

/** Wrong passwords for one name or address, from browsers in which its owner never signed in. */
const strangers = { most: 10, seconds: 3_600 };
/** Wrong passwords in a browser that the owner has used: strangers cannot use these up. */
const knownBrowser = { most: 20, seconds: 3_600 };

/** Opens a session. Unknown names, wrong passwords and accounts that need a new password get the same answer in the same time. */
export const signIn = command({
  name: "signIn",
  url: "/api/sign-in",
  tag: "Accounts",
  summary: "Sign in with a password",
  access: "anyone",
  body: signInBody,
  answer: accountAnswer,
  refusals: ["unauthenticated", "forbidden"],
  limit: { by: "address", most: 10, seconds: 60 },
  even: "failures",
  audit: { action: "sign_in", resource: "UserSession" },
  handle: async ({ body, commit, actsAs, request, reply, context }) => {
    const { database, throttle } = context;
    const found = await findAccount(database, body.identifier).executeTakeFirst();
    if (found) actsAs(found);
    const shown = deviceTokenOf(request.cookies, context);
    const device =
      found && isToken(shown)
        ? await findDevice(database, found.id, tokenHash(shown)).executeTakeFirst()
        : undefined;
    const [bucket, rate] = device
      ? [`sign-in in ${device.id}`, knownBrowser]
      : [`sign-in as ${body.identifier.toLowerCase()}`, strangers];
    const wait = await throttle.spend(bucket, rate);
    if (wait !== null) throw tooMany(wait);
    const verdict = await verifyPassword(body.password, found?.passwordHash);
    if (!found || !verdict.right || found.passwordMustBeReset) throw refusal(found?.passwordMustBeReset);
    if (found.status !== "active") throw suspended();
    await throttle.forgive(bucket);
    // A full queue must not refuse somebody whose password is right: then the old hash stays until next time.
    const newHash = verdict.outdated ? await hashPassword(body.password).catch(() => null) : null;
    return commitSignedIn({ commit, request, reply, context }, async (transaction) => {
      if (newHash && found.passwordHash)
        await replaceHash(transaction, { userId: found.id, from: found.passwordHash, to: newHash }).execute();
      return shownAccount(found);
    });
  },
});

/** The same answer in every case; only the audit log records that a password must be reset. */
function refusal(mustBeReset = false): ApiError {
  return new ApiError(
    "unauthenticated",
    "The name or the password is wrong. Check both and try again. You can also choose a new password by e-mail.",
    mustBeReset ? { auditedAs: "password_must_be_reset" } : {},
  );
}

/** The same for names that exist and names that do not. A new password by mail also makes a browser known. */
function tooMany(wait: number): ApiError {
  return new ApiError(
    "too_many_requests",
    `There were many attempts to sign in with this name. Try again in ${inWords(wait)}. You can also choose a new password by e-mail now.`,
    { retryAfter: wait },
  );
}

/** Said only to somebody who knows the password. */
function suspended(): ApiError {
  return new ApiError(
    "forbidden",
    "This account is suspended. We wrote to you why, and how you can ask for another look.",
    { auditedAs: "account_suspended" },
  );
}
