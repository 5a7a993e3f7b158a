import { findPendingSignUp, insertReset, renewPendingSignUp } from "../accounts/link-queries.ts";
import { findAccount } from "../accounts/queries.ts";
import { tokenHash } from "../accounts/token.ts";
import type { Database } from "../database/database.ts";
import { prepareNotice } from "../notices/mail-preparer.ts";
import type { MailContents } from "./outbox.ts";
import type { Preparer } from "./post-office.ts";

interface LinkContents {
  username: string;
  token: string;
  until: string;
}

const linkOf = ({ details }: MailContents) => details as LinkContents;

/** What mails say whose words depend on whether an address has an account: only the mail tells, and only when it is sent. */
export const preparers: Readonly<Record<string, Preparer>> = {
  finish_sign_up: async (database, contents) => {
    const { to } = contents;
    const account = await findAccount(database, to).executeTakeFirst();
    if (account) return { kind: "has_account", to, details: { username: account.username } };
    const { token, until, username } = linkOf(contents);
    const open = await openSignUp(database, { token, username, to });
    return open ? { kind: "finish_sign_up", to, details: { username: open.username, token, until } } : null;
  },
  reset_password: async (database, contents) => {
    const { to } = contents;
    const { token, until } = linkOf(contents);
    const account = await findAccount(database, to).executeTakeFirst();
    if (account?.status !== "active") return { kind: "no_account", to, details: {} };
    await insertReset(database, account.id, tokenHash(token), new Date(until)).execute();
    return { kind: "reset_password", to, details: { username: account.username, token, until } };
  },
  confirm_email: async (database, contents) => {
    const { to } = contents;
    const link = linkOf(contents);
    const account = await findAccount(database, to).executeTakeFirst();
    if (account && account.username !== link.username)
      return { kind: "email_taken", to, details: { username: link.username } };
    return { kind: "confirm_email", to, details: link };
  },
  notice: prepareNotice,
};

/** The sign-up that a mail is about; without a name the mail was asked for again, and its link replaces the one before. */
function openSignUp(
  database: Database,
  { token, username, to }: { token: string; username: string; to: string },
) {
  const hash = tokenHash(token);
  if (username !== "") return findPendingSignUp(database, hash).executeTakeFirst();
  return renewPendingSignUp(database, to, hash).executeTakeFirst();
}
