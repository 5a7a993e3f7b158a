import { z } from "zod";
import { publicUser } from "../accounts/schemas.ts";
import { pageOf } from "../api/page.ts";
import { line } from "../api/text.ts";

/** Where people who opted in find each other: those who look for players of a game, or a group with a code. */
export const pool = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("game"), id: z.uuid(), game: z.object({ id: z.uuid(), name: z.string() }) }),
  z.object({
    kind: z.literal("group"),
    id: z.uuid(),
    name: z.string(),
    /** Whether the reader made it, and may make codes for it and close it. */
    own: z.boolean(),
  }),
]);

/** Answer of `GET /api/pools`. */
export const poolsAnswer = z.object({ pools: z.array(pool) });

/** Answer of `GET /api/pools/:id/members`. */
export const membersAnswer = pageOf(publicUser);

/** Body of `POST /api/groups`. */
export const groupBody = z.strictObject({ name: line(60) });

/** Body of `POST /api/invite-codes`. Without a group, the code makes two people known to each other. */
export const codeBody = z.strictObject({
  groupId: z.uuid().optional(),
  mostUses: z.int().min(1).max(20).default(1),
  days: z.int().min(1).max(30).default(7),
});

/** A code when it is made: the only time that it can be read. */
export const newCodeAnswer = z.object({ id: z.uuid(), code: z.string(), expiresAt: z.string() });

/** Answer of `GET /api/invite-codes`. */
export const codesAnswer = z.object({
  codes: z.array(
    z.object({
      id: z.uuid(),
      groupId: z.uuid().nullable(),
      mostUses: z.int(),
      uses: z.int(),
      expiresAt: z.string(),
    }),
  ),
});

/** Body of `POST /api/invite-codes/use`. */
export const useCodeBody = z.strictObject({ code: line(40) });

/** Whom or what a code opened. */
export const usedCodeAnswer = z.object({
  person: publicUser,
  group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});

/** Query of `GET /api/people`. */
export const searchQuery = z.object({
  name: line(64, 3),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** Answer of `GET /api/people`. */
export const searchAnswer = z.object({ people: z.array(publicUser) });
