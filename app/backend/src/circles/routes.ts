import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, pageQuery, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import { refuseContactDetails } from "../contact-guard/refuse.ts";
import { requireModeration } from "../moderation/closed.ts";
import { codeRoutes } from "./code-routes.ts";
import {
  closeGroup,
  insertGroup,
  joinPool,
  leavePool,
  listMembers,
  listPools,
  membership,
  poolOfGame,
  searchPeople,
} from "./queries.ts";
import { groupBody, membersAnswer, pool, poolsAnswer, searchAnswer, searchQuery } from "./schemas.ts";

const tag = "Finding people";
const params = z.object({ id: z.uuid() });
const left = z.object({ id: z.uuid(), member: z.literal(false) });

/** Where people find each other: only those who opted in, and only each other. */
export const routes = [
  query({
    name: "searchPeople",
    url: "/api/people",
    tag,
    summary: "Find people by the beginning of their name, among those you know or share a pool with",
    access: "verified",
    query: searchQuery,
    answer: searchAnswer,
    limit: { by: "account", most: 120, seconds: 60 },
    handle: async ({ account, query: { name, limit }, context }) => ({
      people: await searchPeople(context.database, account.id, name, limit).execute(),
    }),
  }),
  query({
    name: "listPools",
    url: "/api/pools",
    tag,
    summary: "List the pools and groups you are in",
    access: "member",
    answer: poolsAnswer,
    handle: async ({ account, context }) => {
      const rows = await listPools(context.database, account.id).execute();
      return { pools: rows.map(poolOf) };
    },
  }),
  query({
    name: "listPoolMembers",
    url: "/api/pools/:id/members",
    tag,
    summary: "List people in a pool or group that you are in, newest first",
    access: "verified",
    params,
    query: pageQuery,
    answer: membersAnswer,
    handle: async ({ account, params: { id }, query: { limit, after }, context }) => {
      const wanted = { poolId: id, limit, after: placeOf(after) };
      const rows = await listMembers(context.database, account.id, wanted).execute();
      // Its own members see at least themselves; to everybody else it does not exist.
      if (rows.length === 0 && after === undefined) throw notFound("group");
      return page(rows, limit, ({ personId, username }) => ({ id: personId, username }));
    },
  }),
  command({
    name: "joinGamePool",
    url: "/api/games/:id/pool",
    tag,
    summary: "Let people who look for players of this game find you, and find them",
    access: "verified",
    params,
    answer: z.object({ id: z.uuid(), member: z.literal(true) }),
    refusals: ["unavailable"],
    audit: { action: "join_game_pool", resource: "PoolMember", keeps: ["id"] },
    handle: async ({ account, params: { id: gameId }, commit }) =>
      commit(async (tx) => {
        await requireModeration(tx);
        const id = await poolOfGame(tx, gameId);
        if (!id) throw notFound("game");
        await joinPool(tx, id, account.id).execute();
        return { id, answer: { id, member: true as const } };
      }),
  }),
  command({
    name: "createGroup",
    url: "/api/groups",
    tag,
    summary: "Make a group. Others come in by a code that you give them",
    access: "verified",
    body: groupBody,
    status: 201,
    answer: pool,
    limit: { by: "account", most: 10, seconds: 86_400 },
    audit: { action: "create_group", resource: "Pool" },
    handle: async ({ account, body: { name }, commit }) => {
      refuseContactDetails({ name });
      return commit(async (tx) => {
        const id = await insertGroup(tx, account.id, name);
        return { id, answer: { kind: "group" as const, id, name, own: true } };
      });
    },
  }),
  command({
    name: "leavePool",
    url: "/api/pools/:id/leave",
    tag,
    summary: "Leave a pool or group. A group that you made is closed for all",
    access: "member",
    params,
    answer: left,
    audit: { action: "leave_pool", resource: "PoolMember", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        const found = await membership(tx, account.id, id).executeTakeFirst();
        if (!found) throw notFound("group");
        if (found.ownerId === account.id) await closeGroup(tx, id);
        else await leavePool(tx, id, account.id).execute();
        return { id, answer: { id, member: false as const } };
      }),
  }),
  ...codeRoutes,
];

function poolOf(
  row: Awaited<ReturnType<ReturnType<typeof listPools>["execute"]>>[number],
): z.infer<typeof pool> {
  const { id, gameId, gameName, name, own } = row;
  if (gameId && gameName) return { kind: "game", id, game: { id: gameId, name: gameName } };
  return { kind: "group", id, name: name ?? "", own: Boolean(own) };
}
