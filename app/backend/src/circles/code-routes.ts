import { z } from "zod";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import type { Database } from "../database/database.ts";
import { requireModeration } from "../moderation/closed.ts";
import { lockPeopleOf } from "../safety/locks.ts";
import { codeHash, newCode } from "./code.ts";
import {
  findCode,
  insertCode,
  listCodes,
  openCodesLimit,
  peopleOfCode,
  revokeCode,
  spendCode,
} from "./code-queries.ts";
import { insertAcquaintance, isFull, joinPool, membership } from "./queries.ts";
import { codeBody, codesAnswer, newCodeAnswer, useCodeBody, usedCodeAnswer } from "./schemas.ts";

const tag = "Codes";
const dayLength = 86_400_000;

/** Codes that one person gives to another by hand. */
export const codeRoutes = [
  command({
    name: "createInviteCode",
    url: "/api/invite-codes",
    tag,
    summary: "Make a code for somebody you know. It can be read only now",
    access: "verified",
    body: codeBody,
    status: 201,
    answer: newCodeAnswer,
    refusals: ["not_found", "conflict"],
    limit: { by: "account", most: 30, seconds: 86_400 },
    audit: { action: "create_invite_code", resource: "InviteCode", keeps: ["groupId", "mostUses", "days"] },
    handle: async ({ account, body: { groupId, mostUses, days }, commit }) => {
      const code = newCode();
      const expiresAt = new Date(Date.now() + days * dayLength);
      return commit(async (tx) => {
        const poolId = groupId ? await ownGroup(tx, account.id, groupId) : null;
        const open = await listCodes(tx, account.id).execute();
        if (open.length >= openCodesLimit)
          throw new ApiError(
            "conflict",
            "You have many codes that can still be used. You can take one back first.",
          );
        const kept = { ownerId: account.id, poolId, hash: codeHash(code), mostUses, expiresAt };
        const { id } = await insertCode(tx, kept).executeTakeFirstOrThrow();
        return { id, answer: { id, code, expiresAt: expiresAt.toISOString() } };
      });
    },
  }),
  query({
    name: "listInviteCodes",
    url: "/api/invite-codes",
    tag,
    summary: "List your codes that can still be used, without the codes themselves",
    access: "member",
    answer: codesAnswer,
    handle: async ({ account, context }) => {
      const rows = await listCodes(context.database, account.id).execute();
      return { codes: rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() })) };
    },
  }),
  command({
    name: "revokeInviteCode",
    url: "/api/invite-codes/:id/revoke",
    tag,
    summary: "Take a code back",
    access: "member",
    params: z.object({ id: z.uuid() }),
    answer: z.object({ id: z.uuid(), revoked: z.literal(true) }),
    audit: { action: "revoke_invite_code", resource: "InviteCode", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        if (!(await revokeCode(tx, account.id, id).executeTakeFirst())) throw notFound("code");
        return { id, answer: { id, revoked: true as const } };
      }),
  }),
  command({
    name: "useInviteCode",
    url: "/api/invite-codes/use",
    tag,
    summary: "Use a code that somebody gave you",
    access: "verified",
    body: useCodeBody,
    answer: usedCodeAnswer,
    refusals: ["not_found", "conflict", "unavailable"],
    limit: { by: "account", most: 10, seconds: 3600 },
    audit: { action: "use_invite_code", resource: "InviteCode" },
    handle: async ({ account, body, commit }) => {
      const hash = codeHash(body.code);
      return commit(async (tx) => {
        await requireModeration(tx);
        await lockPeopleOf(tx, peopleOfCode(hash, account.id));
        const code = await findCode(tx, account.id, hash).executeTakeFirst();
        if (!code) throw notFound("code");
        if (code.ownerId === account.id)
          throw new ApiError("conflict", "This is your own code. You can give it to somebody else.");
        await open(tx, code, account.id);
        const { id, ownerId, username, poolId, poolName } = code;
        const group = poolId && poolName ? { id: poolId, name: poolName } : null;
        return { id, answer: { person: { id: ownerId, username }, group } };
      });
    },
  }),
];

async function open(
  tx: Database,
  code: { id: string; ownerId: string; poolId: string | null },
  userId: string,
) {
  if (code.poolId && (await isFull(tx, code.poolId)))
    throw new ApiError("conflict", "This group is full. You can ask who gave you the code.");
  if (!(await spendCode(tx, code.id, userId)))
    throw new ApiError("conflict", "You have used this code already. It works once for each person.");
  if (code.poolId) await joinPool(tx, code.poolId, userId).execute();
  else await insertAcquaintance(tx, { one: code.ownerId, other: userId, source: "code" }).execute();
}

/** @throws ApiError when it is not an open group of this person */
async function ownGroup(tx: Database, userId: string, groupId: string): Promise<string> {
  const found = await membership(tx, userId, groupId).executeTakeFirst();
  if (found?.ownerId !== userId) throw notFound("group");
  return groupId;
}
