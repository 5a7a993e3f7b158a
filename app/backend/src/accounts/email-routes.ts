import { z } from "zod";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { violatedConstraint } from "../database/violation.ts";
import { post } from "../mail/outbox.ts";
import { commitRotated } from "../sign-in/open-session.ts";
import { askByMail, linkLimit } from "./ask-by-mail.ts";
import { insertEmailProof, linkSeconds, useEmailProof, useEmailProofs } from "./link-queries.ts";
import { provePassword } from "./prove-password.ts";
import { findAccountById, setEmail } from "./queries.ts";
import { endedLink } from "./refusals.ts";
import { changeEmailBody, mailedAnswer, tokenBody } from "./schemas.ts";
import { tokenHash } from "./token.ts";

const tag = "Accounts";
const limit = { by: "account", most: 6, seconds: 86_400 } as const;

/** Asks to use another address. Both addresses are told; it changes when the new one is confirmed. */
export const changeEmail = command({
  name: "changeEmail",
  url: "/api/account/email",
  tag,
  summary: "Use another e-mail address",
  access: "member",
  body: changeEmailBody,
  status: 202,
  answer: mailedAnswer,
  refusals: ["conflict"],
  limit,
  even: "always",
  audit: { action: "change_email", resource: "EmailVerification", severity: "MEDIUM" },
  handle: async ({ body: { email, password }, account, commit, context }) => {
    await provePassword(context, account, password);
    if (email.toLowerCase() === account.email.toLowerCase())
      throw new ApiError("conflict", "Your account has this e-mail address already.");
    const asked = { email, seconds: linkSeconds.email };
    return askByMail(
      { commit, context },
      asked,
      async (transaction, { token, tokenHash, until }, mayWrite) => {
        const { id: userId, username } = account;
        await useEmailProofs(transaction, userId).execute();
        await insertEmailProof(transaction, { userId, email, tokenHash, until }).execute();
        const hex = tokenHash.toString("hex");
        const details = { username, token, until: until.toISOString() };
        if (mayWrite)
          await post(transaction, context.vault, {
            ...{ key: `email-confirm:${hex}`, kind: "confirm_email", to: email, userId, details },
          });
        await post(transaction, context.vault, {
          ...{ key: `email-changing:${hex}`, kind: "email_changing", to: account.email, userId },
          details: { username },
        });
        return userId;
      },
    );
  },
});

/** Sends the link that proves the account's present address. */
export const confirmationAgain = command({
  name: "askForEmailConfirmation",
  url: "/api/account/email/confirmation",
  tag,
  summary: "Ask for an e-mail to confirm one's address",
  access: "member",
  status: 202,
  answer: mailedAnswer,
  refusals: ["conflict"],
  limit,
  audit: { action: "ask_for_email_confirmation", resource: "EmailVerification" },
  handle: async ({ account, commit, context }) => {
    if (account.emailVerified) throw new ApiError("conflict", "Your e-mail address is confirmed already.");
    const asked = { email: account.email, seconds: linkSeconds.email };
    return askByMail(
      { commit, context },
      asked,
      async (transaction, { token, tokenHash, until }, mayWrite) => {
        const { id: userId, username, email } = account;
        await insertEmailProof(transaction, { userId, email, tokenHash, until }).execute();
        const key = `email-confirm:${tokenHash.toString("hex")}`;
        const details = { username, token, until: until.toISOString() };
        const mail = { key, kind: "confirm_email", to: email, userId, details } as const;
        if (mayWrite) await post(transaction, context.vault, mail);
        return userId;
      },
    );
  },
});

/** Proves an address by the link of a mail, in whatever browser it is opened. A signed-in owner gets a new session token. */
export const confirmEmail = command({
  name: "confirmEmail",
  url: "/api/email/confirm",
  tag,
  summary: "Confirm an e-mail address with the link of the e-mail",
  access: "anyone",
  body: tokenBody,
  answer: z.object({ email: z.string() }),
  refusals: ["conflict"],
  limit: linkLimit,
  audit: { action: "confirm_email", resource: "User", severity: "MEDIUM" },
  handle: async ({ body, account, commit, actsAs, request, reply, context }) => {
    const confirm = async (transaction: Parameters<Parameters<typeof commit>[0]>[0]) => {
      const proof = await useEmailProof(transaction, tokenHash(body.token), "address").executeTakeFirst();
      const owner = proof && (await findAccountById(transaction, proof.userId).executeTakeFirst());
      if (!proof || !owner) throw endedLink();
      actsAs(owner);
      await setEmail(transaction, owner.id, proof.email).execute().catch(explained);
      if (owner.email.toLowerCase() !== proof.email.toLowerCase())
        await post(transaction, context.vault, {
          ...{
            key: `email-changed:${tokenHash(body.token).toString("hex")}`,
            kind: "email_changed",
            to: owner.email,
          },
          ...{ userId: owner.id, details: { username: owner.username } },
        });
      return { id: owner.id, answer: { email: proof.email } };
    };
    if (!account) return commit(confirm);
    return commitRotated(
      { commit, account, request, reply, context },
      async (transaction) => (await confirm(transaction)).answer,
    );
  },
});

function explained(error: unknown): never {
  if (violatedConstraint(error) === undefined) throw error;
  throw new ApiError("conflict", "This e-mail address belongs to another account. Use another address.");
}
