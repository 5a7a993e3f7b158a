import { z } from "zod";
import { linkLimit, newLink } from "../accounts/ask-by-mail.ts";
import { insertEmailProof, linkSeconds, useEmailProof } from "../accounts/link-queries.ts";
import { provePassword } from "../accounts/prove-password.ts";
import { findAccountById } from "../accounts/queries.ts";
import { endedLink } from "../accounts/refusals.ts";
import { mailedAnswer, tokenBody } from "../accounts/schemas.ts";
import { tokenHash } from "../accounts/token.ts";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import type { DatabaseTransaction } from "../database/database.ts";
import { post } from "../mail/outbox.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { revokeSessions } from "../sign-in/queries.ts";
import { planErasure, undoErasure } from "./queries.ts";

const tag = "Accounts";

/** Minutes in which a deletion can be undone. */
const graceMinutes = 10;

const plannedAnswer = z.object({
  dueAt: z.iso
    .datetime()
    .describe("Until then it can be undone; afterwards nobody can bring the account back"),
});

/** Plans the deletion of the account, proven by its password. Other browsers are signed out at once; this one can undo it. */
const askForErasure = command({
  name: "deleteAccount",
  url: "/api/account/deletion",
  tag,
  summary: "Delete one's account in 10 minutes",
  access: "member",
  body: z.strictObject({ password: z.string().min(1).max(256) }),
  status: 202,
  answer: plannedAnswer,
  refusals: ["conflict", "too_many_requests"],
  audit: { action: "delete_account", resource: "User", severity: "HIGH" },
  handle: async ({ body, account, commit, context }) => {
    await provePassword(context, account, body.password);
    return commit(async (transaction) => {
      const answer = await plan(transaction, context, account);
      await revokeSessions(transaction, account.id, "ended_by_owner", account.sessionId).execute();
      return { id: account.id, answer };
    });
  },
});

/** For accounts without a password: a link in a mail proves who asks. */
const askForErasureByMail = command({
  name: "askToDeleteAccount",
  url: "/api/account/deletion/by-mail",
  tag,
  summary: "Ask for an e-mail to delete one's account",
  access: "member",
  status: 202,
  answer: mailedAnswer,
  limit: { by: "account", most: 3, seconds: 86_400 },
  audit: { action: "ask_to_delete_account", resource: "User", severity: "MEDIUM" },
  handle: async ({ account: { id: userId, username, email }, commit, context }) => {
    const link = newLink(linkSeconds.erasure);
    const until = link.until.toISOString();
    return commit(async (transaction) => {
      const proof = {
        userId,
        email,
        tokenHash: link.tokenHash,
        until: link.until,
        purpose: "deletion",
      } as const;
      await insertEmailProof(transaction, proof).execute();
      const key = `erasure-confirm:${link.tokenHash.toString("hex")}`;
      const details = { username, token: link.token, until };
      await post(transaction, context.vault, { key, kind: "confirm_erasure", to: email, userId, details });
      return { id: userId, answer: { until } };
    });
  },
});

/** Plans the deletion by the link of the mail, in whatever browser it is opened. */
const confirmErasure = command({
  name: "confirmAccountDeletion",
  url: "/api/account-deletion/confirm",
  tag,
  summary: "Delete an account with the link of the e-mail",
  access: "anyone",
  body: tokenBody,
  status: 202,
  answer: plannedAnswer,
  refusals: ["conflict"],
  limit: linkLimit,
  audit: { action: "confirm_account_deletion", resource: "User", severity: "HIGH" },
  handle: async ({ body, commit, actsAs, context }) =>
    commit(async (transaction) => {
      const proof = await useEmailProof(transaction, tokenHash(body.token), "deletion").executeTakeFirst();
      const owner = proof && (await findAccountById(transaction, proof.userId).executeTakeFirst());
      if (!owner) throw endedLink();
      actsAs(owner);
      return { id: owner.id, answer: await plan(transaction, context, owner) };
    }),
});

/** Undoes it, as long as it has not begun. */
const undoDeletion = command({
  name: "keepAccount",
  method: "DELETE",
  url: "/api/account/deletion",
  tag,
  summary: "Keep one's account after all",
  access: "member",
  status: 204,
  answer: z.null(),
  refusals: ["conflict"],
  audit: { action: "keep_account", resource: "User", severity: "MEDIUM" },
  handle: async ({ account, commit }) =>
    commit(async (transaction) => {
      const undone = await undoErasure(transaction, account.id).executeTakeFirst();
      if (!undone) throw new ApiError("conflict", "Your account is not about to be deleted.");
      return { id: account.id, answer: null };
    }),
});

/** Deletion of accounts. */
export const routes = [askForErasure, askForErasureByMail, confirmErasure, undoDeletion];

async function plan(
  transaction: DatabaseTransaction,
  { vault }: RouteContext,
  { id: userId, username, email }: { id: string; username: string; email: string },
): Promise<{ dueAt: string }> {
  const planned = await planErasure(transaction, userId, graceMinutes).executeTakeFirst();
  if (!planned) throw new ApiError("conflict", "Your account is about to be deleted already.");
  const dueAt = planned.dueAt.toISOString();
  const key = `erasure:${userId}:${dueAt}`;
  await post(transaction, vault, {
    key,
    kind: "erasure_asked",
    to: email,
    userId,
    details: { username, until: dueAt },
  });
  return { dueAt };
}
