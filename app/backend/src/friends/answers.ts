import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { closeQuestions } from "../consent/queries.ts";
import type { Database } from "../database/database.ts";
import { tell } from "../notices/tell.ts";
import { lockPeopleOf } from "../safety/locks.ts";
import { answerFriendRequest, endFriendship, findFriendRequest, peopleOf } from "./queries.ts";
import { friendRequestState } from "./schemas.ts";

const shared = {
  tag: "Friends",
  access: "member",
  params: z.object({ id: z.uuid() }),
  answer: friendRequestState,
} as const;

/** What can be done with an open question about friendship. */
export const answers = [
  command({
    ...shared,
    name: "acceptFriendRequest",
    url: "/api/friend-requests/:id/accept",
    summary: "Agree to be friends",
    access: "verified",
    audit: { action: "accept_friend_request", resource: "UserFriends", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        const personId = await openRequest(tx, account.id, id, "received");
        await answerFriendRequest(tx, id, "accepted").execute();
        await closeQuestions(tx, { aboutId: id }, "yes").execute();
        await tell(tx, {
          to: personId,
          kind: "friend_accepted",
          details: { friendshipId: id },
          about: account.id,
          key: `friend_accepted ${id}`,
        });
        return { id, answer: { id, status: "accepted" as const } };
      }),
  }),
  command({
    ...shared,
    name: "declineFriendRequest",
    url: "/api/friend-requests/:id/decline",
    summary: "Decline to be friends. The other person gets no notice, and cannot ask again for 30 days",
    audit: { action: "decline_friend_request", resource: "UserFriends", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        await openRequest(tx, account.id, id, "received");
        await answerFriendRequest(tx, id, "declined").execute();
        await closeQuestions(tx, { aboutId: id }, "no").execute();
        return { id, answer: { id, status: "declined" as const } };
      }),
  }),
  command({
    ...shared,
    name: "withdrawFriendRequest",
    url: "/api/friend-requests/:id/withdraw",
    summary: "Take back a question about friendship",
    audit: { action: "withdraw_friend_request", resource: "UserFriends", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        await openRequest(tx, account.id, id, "sent");
        await endFriendship(tx, id, account.id).execute();
        await closeQuestions(tx, { aboutId: id }, "withdrawn").execute();
        return { id, answer: { id, status: "withdrawn" as const } };
      }),
  }),
];

/** The other person of an open question. @throws ApiError when it is not open, or not for this person to see */
async function openRequest(
  tx: Database,
  viewerId: string,
  id: string,
  side: "received" | "sent",
): Promise<string> {
  await lockPeopleOf(tx, peopleOf(id));
  const found = await findFriendRequest(tx, viewerId, id, side).executeTakeFirst();
  if (!found) throw notFound("request");
  return found.personId;
}
