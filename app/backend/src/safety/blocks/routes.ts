import { z } from "zod";
import { publicUser } from "../../accounts/schemas.ts";
import { notFound } from "../../api/api-error.ts";
import { command } from "../../api/command.ts";
import { page, pageOf, pageQuery, placeOf } from "../../api/page.ts";
import { query } from "../../api/query.ts";
import { lockPeople } from "../locks.ts";
import { partWays } from "../part-ways.ts";
import { endBlock, findBlockable, insertBlock, listBlocks } from "./queries.ts";

const tag = "Blocks";
const mode = z.enum(["hide", "warn"]);

/** Blocks: who it is about never learns of it. */
export const routes = [
  query({
    name: "listBlocks",
    url: "/api/blocks",
    tag,
    summary: "List the people whom you block, newest first. Only you see this",
    access: "member",
    query: pageQuery,
    answer: pageOf(z.object({ person: publicUser, mode, since: z.string() })),
    handle: async ({ account, query: { limit, after }, context }) => {
      const rows = await listBlocks(context.database, account.id, { limit, after: placeOf(after) }).execute();
      return page(rows, limit, ({ personId, username, at, ...row }) => ({
        person: { id: personId, username },
        mode: row.mode,
        since: at,
      }));
    },
  }),
  command({
    name: "blockPerson",
    url: "/api/blocks",
    tag,
    summary:
      "Block somebody: hide you from each other everywhere, or warn you before you join something with them",
    access: "member",
    body: z.strictObject({ personId: z.uuid(), mode: mode.default("hide") }),
    status: 201,
    answer: z.object({ personId: z.uuid(), mode }),
    refusals: ["not_found"],
    audit: { action: "block_person", resource: "UserBlock", severity: "MEDIUM", keeps: ["personId", "mode"] },
    handle: async ({ account, body, commit }) =>
      commit(async (tx) => {
        const { personId } = body;
        await lockPeople(tx, [account.id, personId]);
        if (!(await findBlockable(tx, account.id, personId).executeTakeFirst())) throw notFound("person");
        await endBlock(tx, account.id, personId).execute();
        const block = { blockerId: account.id, personId, mode: body.mode };
        const { id } = await insertBlock(tx, block).executeTakeFirstOrThrow();
        if (body.mode === "hide") await partWays(tx, account.id, personId);
        return { id, answer: { personId, mode: body.mode } };
      }),
  }),
  command({
    name: "endBlock",
    method: "DELETE",
    url: "/api/blocks/:id",
    tag,
    summary: "End a block of a person. Friendship and sessions do not come back by themselves",
    access: "member",
    params: z.object({ id: z.uuid() }),
    answer: z.object({ personId: z.uuid(), blocked: z.literal(false) }),
    audit: { action: "end_block", resource: "UserBlock", severity: "MEDIUM", keeps: ["id"] },
    handle: async ({ account, params: { id: personId }, commit }) =>
      commit(async (tx) => {
        await lockPeople(tx, [account.id, personId]);
        const ended = await endBlock(tx, account.id, personId).executeTakeFirst();
        if (!ended) throw notFound("person");
        return { id: ended.id, answer: { personId, blocked: false as const } };
      }),
  }),
];
