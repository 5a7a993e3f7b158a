import { z } from "zod";
import { publicUser } from "../accounts/schemas.ts";
import { pageOf } from "../api/page.ts";

/** Somebody who has agreed to be friends. */
const friend = z.object({ person: publicUser, since: z.string() });

/** Answer of `GET /api/friends`. */
export const friendsAnswer = pageOf(friend);

/** A question about friendship that waits for an answer. */
const friendRequest = z.object({
  id: z.uuid(),
  direction: z.enum(["received", "sent"]),
  person: publicUser,
  askedAt: z.string(),
});

/** Answer of `GET /api/friend-requests`. */
export const friendRequestsAnswer = pageOf(friendRequest);

/** Body of `POST /api/friend-requests`. */
export const friendRequestBody = z.strictObject({ personId: z.uuid() });

/** Answer of commands about one question. */
export const friendRequestState = z.object({
  id: z.uuid(),
  status: z.enum(["pending", "accepted", "declined", "withdrawn"]),
});

/** Answer of `POST /api/friends/:id/end`. */
export const endedFriendship = z.object({ personId: z.uuid(), friends: z.literal(false) });
