import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { violatedConstraint } from "../database/violation.ts";
import { post } from "../mail/outbox.ts";
import { hashPassword } from "../passwords/password.ts";
import { commitSignedIn } from "../sign-in/open-session.ts";
import { askByMail, linkLimit } from "./ask-by-mail.ts";
import { findPendingSignUp, insertPendingSignUp, linkSeconds, usePendingSignUp } from "./link-queries.ts";
import { isTaken, lockLook } from "./name-queries.ts";
import { insertUser } from "./queries.ts";
import { endedLink, refuseWeak, reservedName, takenName } from "./refusals.ts";
import { isReserved } from "./reserved-names.ts";
import {
  accountAnswer,
  emailBody,
  mailedAnswer,
  newPasswordBody,
  shownAccount,
  signUpBody,
  signUpTermsAnswer,
} from "./schemas.ts";
import { tokenHash } from "./token.ts";

const tag = "Accounts";

/** What a person must confirm before signing up. */
export const signUpTerms = query({
  name: "readSignUpTerms",
  url: "/api/sign-up",
  tag,
  summary: "Tell who may sign up",
  access: "anyone",
  cacheable: 300,
  answer: signUpTermsAnswer,
  handle: async ({ context }) => ({ minimumAge: context.minimumAge }),
});

/** Asks for an account. It is made when the link in the mail is used: before that nobody can tell whether the address has one already. */
export const signUp = command({
  name: "signUp",
  url: "/api/sign-up",
  tag,
  summary: "Ask for an account; an e-mail says how to finish",
  access: "anyone",
  body: signUpBody,
  status: 202,
  answer: mailedAnswer,
  refusals: ["conflict", "forbidden"],
  limit: linkLimit,
  even: "always",
  audit: { action: "sign_up", resource: "PendingSignUp", keeps: ["age"] },
  handle: async ({ body: { username, email, age }, commit, context }) => {
    if (age < context.minimumAge) throw tooYoung(context.minimumAge);
    if (isReserved(username)) throw reservedName();
    const asked = { email, seconds: linkSeconds.signUp };
    return askByMail(
      { commit, context },
      asked,
      async (transaction, { token, tokenHash, until }, mayWrite) => {
        await lockLook(transaction, username).execute();
        if (await isTaken(transaction, username)) throw takenName();
        const pending = { username, email, tokenHash, age: context.minimumAge, until };
        const { id } = await insertPendingSignUp(transaction, pending).executeTakeFirstOrThrow();
        const details = { username, token, until: until.toISOString() };
        const mail = {
          key: `sign-up:${id}`,
          kind: "finish_sign_up",
          to: email,
          userId: null,
          details,
        } as const;
        if (mayWrite) await post(transaction, context.vault, mail);
        return id;
      },
    );
  },
});

/** Sends the link again, to who lost it. */
export const resendSignUp = command({
  name: "resendSignUp",
  url: "/api/sign-up/resend",
  tag,
  summary: "Send the e-mail that finishes a sign-up again",
  access: "anyone",
  body: emailBody,
  status: 202,
  answer: mailedAnswer,
  limit: linkLimit,
  even: "always",
  audit: { action: "resend_sign_up", resource: "PendingSignUp" },
  handle: async ({ body: { email }, commit, context }) => {
    const asked = { email, seconds: linkSeconds.signUp };
    return askByMail(
      { commit, context },
      asked,
      async (transaction, { token, tokenHash, until }, mayWrite) => {
        const key = `sign-up-again:${tokenHash.toString("hex")}`;
        const details = { username: "", token, until: until.toISOString() };
        const mail = { key, kind: "finish_sign_up", to: email, userId: null, details } as const;
        if (mayWrite) await post(transaction, context.vault, mail);
        return "resent";
      },
    );
  },
});

/** Makes the account and signs in. The password is chosen by who reads the mail: nobody can prepare an account for somebody else's address. */
export const finishSignUp = command({
  name: "finishSignUp",
  url: "/api/sign-up/finish",
  tag,
  summary: "Finish a sign-up with the link of the e-mail and a password",
  access: "anyone",
  body: newPasswordBody,
  status: 201,
  answer: accountAnswer,
  refusals: ["conflict"],
  limit: linkLimit,
  audit: { action: "finish_sign_up", resource: "User" },
  handle: async ({ body, commit, actsAs, request, reply, context }) => {
    const found = await findPendingSignUp(context.database, tokenHash(body.token)).executeTakeFirst();
    if (!found) throw endedLink();
    await refuseWeak(body.password, found, "password");
    const passwordHash = await hashPassword(body.password);
    return commitSignedIn({ commit, request, reply, context }, async (transaction) => {
      await lockLook(transaction, found.username).execute();
      if (await isTaken(transaction, found.username, { pendingId: found.id })) throw takenName();
      const used = await usePendingSignUp(transaction, found.id).executeTakeFirst();
      if (!used) throw endedLink();
      const made = await insertUser(transaction, { ...found, passwordHash })
        .executeTakeFirstOrThrow()
        .catch(explained);
      const user = shownAccount(made);
      actsAs(user);
      return user;
    });
  },
});

/** The person reads the mails of this address, so it is no secret to them. */
function explained(error: unknown): never {
  if (violatedConstraint(error) === undefined) throw error;
  throw new ApiError(
    "conflict",
    "This e-mail address has an account already. Sign in, or choose a new password.",
  );
}

function tooYoung(minimumAge: number): ApiError {
  return new ApiError(
    "forbidden",
    `TovPlay is for people who are ${minimumAge} or older. We keep nothing of what you entered.`,
    { auditedAs: "too_young" },
  );
}
