import { randomUUID } from "node:crypto";
import { z } from "zod";
import { findAccountById } from "../accounts/queries.ts";
import { accountAnswer, shownAccount } from "../accounts/schemas.ts";
import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { violatedConstraint } from "../database/violation.ts";
import { post } from "../mail/outbox.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { commitRotated, commitSignedIn } from "../sign-in/open-session.ts";
import { type KeptAttempt, keepAttempt, takeAttempt } from "./attempt-cookie.ts";
import { DiscordRefusal, type DiscordSignIn } from "./discord-sign-in.ts";
import { endLink, findLink, findLinkedAccount, insertLink } from "./queries.ts";

const tag = "Discord";
const limit = { by: "address", most: 20, seconds: 600 } as const;

const goAnswer = z.object({ url: z.url().describe("Where the browser goes") });

/** What Discord gave to our page `/discord`, which sends it here: it is in no address that our servers log. */
const backBody = z.strictObject({ code: z.string().min(1).max(512), state: z.string().min(1).max(128) });

/** Begins to sign in with Discord. */
const startSignIn = command({
  name: "startDiscordSignIn",
  url: "/api/sign-in/discord/start",
  tag,
  summary: "Begin to sign in with Discord",
  access: "anyone",
  answer: goAnswer,
  refusals: ["not_offered"],
  limit,
  audit: { action: "start_discord_sign_in", resource: "AccountLink" },
  handle: async ({ unchanged, reply, context }) => {
    const { url, attempt } = await setUp(context).begin(redirectUri(context));
    keepAttempt(reply, context, { ...attempt, sessionId: null });
    return unchanged("started", { url });
  },
});

/** Signs in to the account that is linked with the Discord account. It never makes an account. */
const finishSignIn = command({
  name: "finishDiscordSignIn",
  url: "/api/sign-in/discord",
  tag,
  summary: "Sign in with Discord",
  access: "anyone",
  body: backBody,
  answer: accountAnswer,
  refusals: ["not_offered", "conflict", "forbidden"],
  limit,
  audit: { action: "sign_in_with_discord", resource: "UserSession" },
  handle: async ({ body, commit, actsAs, request, reply, context }) => {
    const { id } = await cameBack(context, takeAttempt(request, reply, context), null, body);
    const found = await findLinkedAccount(context.database, id).executeTakeFirst();
    if (!found) throw notLinked();
    actsAs(found);
    if (found.status !== "active")
      throw new ApiError("forbidden", "This account is suspended. We wrote to you why.", {
        auditedAs: "account_suspended",
      });
    return commitSignedIn({ commit, request, reply, context }, async () => shownAccount(found));
  },
});

/** Begins to link a Discord account with the account that is signed in. */
const startLink = command({
  name: "startDiscordLink",
  url: "/api/account/discord/start",
  tag,
  summary: "Begin to link one's Discord account",
  access: "member",
  answer: goAnswer,
  refusals: ["not_offered"],
  limit,
  audit: { action: "start_discord_link", resource: "AccountLink" },
  handle: async ({ account, unchanged, reply, context }) => {
    const { url, attempt } = await setUp(context).begin(redirectUri(context));
    keepAttempt(reply, context, { ...attempt, sessionId: account.sessionId });
    return unchanged(account.id, { url });
  },
});

/** Links it. The session must be the one that began: nobody can link an account of theirs with somebody else's. */
const finishLink = command({
  name: "finishDiscordLink",
  url: "/api/account/discord",
  tag,
  summary: "Link one's Discord account",
  access: "member",
  body: backBody,
  answer: z.object({ linked: z.literal(true) }),
  refusals: ["not_offered", "conflict"],
  limit,
  audit: { action: "link_discord", resource: "AccountLink", severity: "MEDIUM" },
  handle: async ({ body, account, commit, request, reply, context }) => {
    const attempt = takeAttempt(request, reply, context);
    const { id: subject } = await cameBack(context, attempt, account.sessionId, body);
    return commitRotated({ commit, account, request, reply, context }, async (transaction) => {
      await insertLink(transaction, account.id, subject).execute().catch(explained);
      await tell(transaction, context, account, "discord_linked");
      return { linked: true as const };
    });
  },
});

/** Ends the link, unless it is the only way to sign in. */
const unlink = command({
  name: "unlinkDiscord",
  method: "DELETE",
  url: "/api/account/discord",
  tag,
  summary: "End the link with one's Discord account",
  access: "member",
  status: 204,
  answer: z.null(),
  refusals: ["conflict"],
  audit: { action: "unlink_discord", resource: "AccountLink", severity: "MEDIUM" },
  handle: async ({ account, commit, reply, request, context }) =>
    commitRotated({ commit, account, request, reply, context }, async (transaction) => {
      const link = await findLink(transaction, account.id).executeTakeFirst();
      if (!link) throw new ApiError("conflict", "No Discord account is linked with your account.");
      const own = await findAccountById(transaction, account.id).executeTakeFirst();
      if (!own?.passwordHash)
        throw new ApiError("conflict", "You sign in with Discord only. Choose a password by e-mail first.");
      await endLink(transaction, account.id).execute();
      await tell(transaction, context, account, "discord_unlinked");
      return null;
    }),
});

/** Signing in with Discord, and the link that it needs. */
export const routes = [startSignIn, finishSignIn, startLink, finishLink, unlink];

const redirectUri = ({ publicUrl }: RouteContext) => new URL("/discord", publicUrl).href;

function setUp({ discordSignIn }: RouteContext): DiscordSignIn {
  if (discordSignIn) return discordSignIn;
  throw new ApiError("not_offered", "Signing in with Discord is not set up here. Use your password.");
}

/** Who came back from Discord. @throws ApiError when another browser or session began, or Discord refuses */
async function cameBack(
  context: RouteContext,
  attempt: KeptAttempt | null,
  sessionId: string | null,
  answer: { code: string; state: string },
): Promise<{ id: string }> {
  const discord = setUp(context);
  if (attempt?.sessionId !== sessionId) throw startAgain();
  return discord.finish(attempt, redirectUri(context), answer).catch((error: unknown) => {
    if (error instanceof DiscordRefusal && !error.unavailable) throw startAgain();
    throw new ApiError("unavailable", "Discord does not answer. Try again later, or use your password.", {
      retryAfter: 60,
    });
  });
}

const startAgain = () =>
  new ApiError("conflict", "Discord did not confirm this. Begin again, in one browser window.");

const notLinked = () =>
  new ApiError(
    "forbidden",
    "No TovPlay account is linked with this Discord account. Sign in with your password, then link Discord in your settings.",
    { auditedAs: "discord_not_linked" },
  );

function explained(error: unknown): never {
  if (violatedConstraint(error) === undefined) throw error;
  throw new ApiError(
    "conflict",
    "This Discord account is linked already, or your account has another link. End that link first.",
  );
}

function tell(
  transaction: Parameters<typeof post>[0],
  { vault }: RouteContext,
  { id, username, email }: { id: string; username: string; email: string },
  kind: "discord_linked" | "discord_unlinked",
): Promise<void> {
  const key = `${kind}:${randomUUID()}`;
  return post(transaction, vault, { key, kind, to: email, userId: id, details: { username } });
}
