import { randomUUID } from "node:crypto";
import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, pageQuery, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import { askQuestion } from "../consent/ask.ts";
import { tell } from "../notices/tell.ts";
import { lockPeople } from "../safety/locks.ts";
import { answers } from "./answers.ts";
import {
  endFriendship,
  findFriendship,
  insertFriendRequest,
  listFriendRequests,
  listFriends,
} from "./queries.ts";
import {
  endedFriendship,
  friendRequestBody,
  friendRequestState,
  friendRequestsAnswer,
  friendsAnswer,
} from "./schemas.ts";

const tag = "Friends";

/** Friends by mutual consent: one asks, the other one agrees, either ends it. */
export const routes = [
  query({
    name: "listFriends",
    url: "/api/friends",
    tag,
    summary: "List your friends, newest first",
    access: "member",
    query: pageQuery,
    answer: friendsAnswer,
    handle: async ({ account, query: { limit, after }, context }) => {
      const rows = await listFriends(context.database, account.id, {
        limit,
        after: placeOf(after),
      }).execute();
      return page(rows, limit, ({ personId, username, at }) => ({
        person: { id: personId, username },
        since: at,
      }));
    },
  }),
  query({
    name: "listFriendRequests",
    url: "/api/friend-requests",
    tag,
    summary: "List questions about friendship that wait for an answer, sent and received, newest first",
    access: "member",
    query: pageQuery,
    answer: friendRequestsAnswer,
    handle: async ({ account, query: { limit, after }, context }) => {
      const wanted = { limit, after: placeOf(after) };
      const rows = await listFriendRequests(context.database, account.id, wanted).execute();
      return page(rows, limit, ({ id, personId, username, asked, at }) => ({
        id,
        direction: asked ? ("sent" as const) : ("received" as const),
        person: { id: personId, username },
        askedAt: at,
      }));
    },
  }),
  command({
    name: "askFriend",
    url: "/api/friend-requests",
    tag,
    summary: "Ask somebody to be friends",
    access: "verified",
    body: friendRequestBody,
    status: 201,
    answer: friendRequestState,
    refusals: ["not_found", "conflict", "too_many_requests"],
    limit: { by: "account", most: 60, seconds: 3600 },
    audit: { action: "ask_friend", resource: "UserFriends", keeps: ["personId"] },
    replayable: true,
    handle: async ({ account, body: { personId }, commit }) =>
      commit(async (tx) => {
        const id = randomUUID();
        const pair = { askerId: account.id, askedId: personId };
        await askQuestion(tx, { ...pair, kind: "friendship", aboutId: id });
        await insertFriendRequest(tx, { id, ...pair }).execute();
        await tell(tx, {
          to: personId,
          kind: "friend_asked",
          details: { friendshipId: id },
          about: account.id,
          key: `friend_asked ${id}`,
        });
        return { id, answer: { id, status: "pending" as const } };
      }),
  }),
  ...answers,
  command({
    name: "endFriendship",
    url: "/api/friends/:id/end",
    tag,
    summary: "End a friendship. The other person is not told",
    access: "member",
    params: z.object({ id: z.uuid() }),
    answer: endedFriendship,
    audit: { action: "end_friendship", resource: "UserFriends", keeps: ["id"] },
    handle: async ({ account, params: { id: personId }, commit }) =>
      commit(async (tx) => {
        await lockPeople(tx, [account.id, personId]);
        const found = await findFriendship(tx, account.id, personId).executeTakeFirst();
        if (!found) throw notFound("person");
        await endFriendship(tx, found.id, account.id).execute();
        return { id: found.id, answer: { personId, friends: false as const } };
      }),
  }),
];
