import { randomUUID } from "node:crypto";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { post } from "../mail/outbox.ts";
import { hashPassword } from "../passwords/password.ts";
import { commitRotated, commitSignedIn } from "../sign-in/open-session.ts";
import { forgetDevices, revokeSessions } from "../sign-in/queries.ts";
import { askByMail, linkLimit } from "./ask-by-mail.ts";
import { findReset, linkSeconds, useReset, useResets } from "./link-queries.ts";
import { provePassword } from "./prove-password.ts";
import { setPassword } from "./queries.ts";
import { endedLink, refuseWeak } from "./refusals.ts";
import {
  accountAnswer,
  changePasswordBody,
  emailBody,
  mailedAnswer,
  newPasswordBody,
  shownAccount,
} from "./schemas.ts";
import { tokenHash } from "./token.ts";

const tag = "Accounts";

/** Sends a link with which a new password is chosen. The mail says so if the address has no account. */
export const askForReset = command({
  name: "askForReset",
  url: "/api/password-reset",
  tag,
  summary: "Ask for an e-mail to choose a new password",
  access: "anyone",
  body: emailBody,
  status: 202,
  answer: mailedAnswer,
  limit: linkLimit,
  even: "always",
  audit: { action: "ask_for_password_reset", resource: "password_reset_tokens" },
  handle: async ({ body: { email }, commit, context }) => {
    const asked = { email, seconds: linkSeconds.reset };
    return askByMail(
      { commit, context },
      asked,
      async (transaction, { token, tokenHash, until }, mayWrite) => {
        const key = `reset:${tokenHash.toString("hex")}`;
        const details = { username: "", token, until: until.toISOString() };
        const useful = linkSeconds.reset;
        const mail = { key, kind: "reset_password", to: email, userId: null, details, useful } as const;
        if (mayWrite) await post(transaction, context.vault, mail);
        return "asked";
      },
    );
  },
});

/** Sets the new password, ends every session, forgets every known browser, and signs in here. */
export const finishReset = command({
  name: "finishReset",
  url: "/api/password-reset/finish",
  tag,
  summary: "Choose a new password with the link of the e-mail",
  access: "anyone",
  body: newPasswordBody,
  answer: accountAnswer,
  refusals: ["conflict"],
  limit: linkLimit,
  audit: { action: "reset_password", resource: "UserSession", severity: "MEDIUM" },
  handle: async ({ body, commit, actsAs, request, reply, context }) => {
    const hash = tokenHash(body.token);
    const found = await findReset(context.database, hash).executeTakeFirst();
    if (!found) throw endedLink();
    actsAs(found);
    await refuseWeak(body.password, found, "password");
    const passwordHash = await hashPassword(body.password);
    return commitSignedIn({ commit, request, reply, context }, async (transaction) => {
      const used = await useReset(transaction, hash).executeTakeFirst();
      if (!used) throw endedLink();
      await useResets(transaction, found.id).execute();
      const changed = await setPassword(transaction, found.id, passwordHash, true).executeTakeFirst();
      if (!changed) throw endedLink();
      await revokeSessions(transaction, found.id, "password_changed").execute();
      await forgetDevices(transaction, found.id).execute();
      await tellPasswordChanged(transaction, context, changed);
      return shownAccount(changed);
    });
  },
});

/** Sets a new password; every other session ends. */
export const changePassword = command({
  name: "changePassword",
  url: "/api/account/password",
  tag,
  summary: "Change one's password",
  access: "member",
  body: changePasswordBody,
  answer: accountAnswer,
  refusals: ["conflict", "too_many_requests"],
  audit: { action: "change_password", resource: "User", severity: "MEDIUM" },
  handle: async ({ body, account, commit, request, reply, context }) => {
    await provePassword(context, account, body.currentPassword, "currentPassword");
    if (body.newPassword === body.currentPassword)
      throw new ApiError("conflict", "The new password is the current one. Choose another one.");
    await refuseWeak(body.newPassword, account, "newPassword");
    const passwordHash = await hashPassword(body.newPassword);
    return commitRotated({ commit, account, request, reply, context }, async (transaction) => {
      const changed = await setPassword(
        transaction,
        account.id,
        passwordHash,
        false,
      ).executeTakeFirstOrThrow();
      await useResets(transaction, account.id).execute();
      await revokeSessions(transaction, account.id, "password_changed", account.sessionId).execute();
      await forgetDevices(transaction, account.id).execute();
      await tellPasswordChanged(transaction, context, changed);
      return { user: shownAccount(changed) };
    });
  },
});

function tellPasswordChanged(
  transaction: Parameters<typeof post>[0],
  { vault }: { vault: Parameters<typeof post>[1] },
  { id, username, email }: { id: string; username: string; email: string },
) {
  const key = `password-changed:${randomUUID()}`;
  return post(transaction, vault, {
    key,
    kind: "password_changed",
    to: email,
    userId: id,
    details: { username },
  });
}
