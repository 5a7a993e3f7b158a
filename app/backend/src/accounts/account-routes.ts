import { randomUUID } from "node:crypto";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { findLink } from "../discord-link/queries.ts";
import { findErasure } from "../erasure/queries.ts";
import { post } from "../mail/outbox.ts";
import { countHeldNames, holdName, isTaken, lockLook } from "./name-queries.ts";
import { findAccountById, setUsername } from "./queries.ts";
import { reservedName, takenName } from "./refusals.ts";
import { isReserved } from "./reserved-names.ts";
import { accountAnswer, accountDetailsAnswer, changeUsernameBody, shownAccount } from "./schemas.ts";

const tag = "Accounts";

/** Names that one account may give up in 90 days. */
const mostNames = 3;

/** What an account is, for its owner. */
export const readAccount = query({
  name: "readAccount",
  url: "/api/account",
  tag,
  summary: "Show one's account",
  access: "member",
  answer: accountDetailsAnswer,
  handle: async ({ account, context: { database } }) => {
    const found = await findAccountById(database, account.id).executeTakeFirstOrThrow();
    const link = await findLink(database, account.id).executeTakeFirst();
    const erasure = await findErasure(database, account.id).executeTakeFirst();
    return {
      user: shownAccount(found),
      createdAt: found.createdAt.toISOString(),
      hasPassword: found.passwordHash !== null,
      discordLinked: link !== undefined,
      deletion: erasure ? { dueAt: erasure.dueAt.toISOString() } : null,
    };
  },
});

/** Changes the name that others see. The old one is kept for its owner for a while, so that nobody else appears under it. */
export const changeUsername = command({
  name: "changeUsername",
  method: "PUT",
  url: "/api/account/username",
  tag,
  summary: "Change one's user name",
  access: "member",
  body: changeUsernameBody,
  answer: accountAnswer,
  refusals: ["conflict"],
  limit: { by: "account", most: 20, seconds: 3_600 },
  audit: { action: "change_username", resource: "User" },
  handle: async ({ body: { username }, account, commit, context }) => {
    if (isReserved(username)) throw reservedName();
    return commit(async (transaction) => {
      await lockLook(transaction, username).execute();
      if (await isTaken(transaction, username, { userId: account.id })) throw takenName();
      const held = await countHeldNames(transaction, account.id).executeTakeFirstOrThrow();
      if (Number(held.count) >= mostNames)
        throw new ApiError(
          "conflict",
          "You changed your user name 3 times in 90 days. You can change it again later.",
        );
      await holdName(transaction, account.id, account.username).execute();
      const changed = await setUsername(transaction, account.id, username).executeTakeFirstOrThrow();
      await post(transaction, context.vault, {
        ...{ key: `username-changed:${randomUUID()}`, kind: "username_changed", to: account.email },
        ...{ userId: account.id, details: { username } },
      });
      return { id: account.id, answer: { user: shownAccount(changed) } };
    });
  },
});
