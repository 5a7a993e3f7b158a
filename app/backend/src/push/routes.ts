import { createHash } from "node:crypto";
import { z } from "zod";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { listSubscriptions, revokeSubscription, saveSubscription } from "./queries.ts";
import { subscriptionAnswer, subscriptionBody } from "./schemas.ts";
import { isOfService } from "./settings.ts";

const tag = "Notices";

/** A person uses a few browsers; more would be somebody's mistake. */
const most = 10;

/** Web push in a person's browsers. */
export const routes = [
  query({
    name: "readPush",
    url: "/api/push",
    tag,
    summary: "Tell how a browser subscribes to web push, and which of your browsers did",
    access: "member",
    answer: z.object({
      key: z.string().nullable().describe("applicationServerKey; null where there is no web push"),
      subscriptions: z.array(subscriptionAnswer),
    }),
    handle: async ({ account, context: { database, push } }) => {
      const rows = await listSubscriptions(database, account.id).execute();
      return {
        key: push?.publicKey ?? null,
        subscriptions: rows.map(({ id, createdAt, sessionId }) => ({
          id,
          createdAt: createdAt.toISOString(),
          here: sessionId === account.sessionId,
        })),
      };
    },
  }),
  command({
    name: "subscribeToPush",
    url: "/api/push/subscriptions",
    tag,
    summary: "Get notices in this browser too, while you are signed in there",
    access: "member",
    body: subscriptionBody,
    status: 201,
    answer: z.object({ id: z.uuid() }),
    refusals: ["conflict", "not_offered"],
    audit: { action: "subscribe_to_push", resource: "PushSubscription" },
    limit: { by: "account", most: 20, seconds: 3_600 },
    handle: async ({ account, body, commit, context: { push, vault } }) => {
      if (!push)
        throw new ApiError("not_offered", "There is no web push here. Choose another way to get notices.");
      if (!isOfService(body.endpoint, push.services))
        throw new ApiError(
          "invalid_request",
          "This browser's push service is not known here. Choose another way to get notices.",
        );
      return commit(async (tx) => {
        const others = await listSubscriptions(tx, account.id).execute();
        if (others.length >= most)
          throw new ApiError(
            "conflict",
            "Too many browsers get your notices. Turn it off in one of them first.",
          );
        const sealed = await vault.seal(tx, account.id, "push", JSON.stringify(body));
        const endpointHash = createHash("sha256").update(body.endpoint).digest();
        const { id: userId, sessionId } = account;
        const { id } = await saveSubscription(tx, {
          userId,
          sessionId,
          endpointHash,
          sealed,
        }).executeTakeFirstOrThrow();
        return { id, answer: { id } };
      });
    },
  }),
  command({
    name: "unsubscribeFromPush",
    method: "DELETE",
    url: "/api/push/subscriptions/:id",
    tag,
    summary: "Get no more notices in one of your browsers",
    access: "member",
    params: z.object({ id: z.uuid() }),
    status: 204,
    answer: z.null(),
    refusals: ["not_found"],
    audit: { action: "unsubscribe_from_push", resource: "PushSubscription", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        const ended = await revokeSubscription(tx, account.id, id).executeTakeFirst();
        if (!ended) throw notFound("entry");
        return { id, answer: null };
      }),
  }),
];
