import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { command } from "../api/command.ts";
import { query } from "../api/query.ts";
import { listHeld } from "./held.ts";
import { listNotices } from "./list.ts";
import { markRead } from "./queries.ts";
import { heldAnswer, noticeAnswer, noticeSettingsAnswer, noticeSettingsBody } from "./schemas.ts";
import { changeSettings, readSettings } from "./settings.ts";

const tag = "Notices";

/** A person's notices, what waits and why, and how they are told of things. */
export const routes = [
  query({
    name: "listNotices",
    url: "/api/notices",
    tag,
    summary: "List your notices, newest first, or those after the last one that you have",
    access: "member",
    query: z.object({
      before: z.coerce.number().int().min(1).optional().describe("Only notices with a lower number"),
      after: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .describe("Only notices with a higher number, oldest first"),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    answer: z.object({ notices: z.array(noticeAnswer), more: z.boolean() }),
    handle: async ({ account, query: { before, after, limit }, context: { database } }) => {
      const place = after === undefined ? { ...(before && { below: before }) } : { above: after };
      const found = await listNotices(database, account.id, { ...place, limit: limit + 1 });
      return { notices: found.slice(0, limit), more: found.length > limit };
    },
  }),
  query({
    name: "listHeldNotices",
    url: "/api/notices/held",
    tag,
    summary: "List what waits for you, why, and until when",
    access: "member",
    answer: z.object({ held: z.array(heldAnswer) }),
    handle: async ({ account, context: { database } }) => ({ held: await listHeld(database, account.id) }),
  }),
  command({
    name: "readNotices",
    url: "/api/notices/read",
    tag,
    summary: "Mark your notices as read, up to one of them",
    access: "member",
    body: z.strictObject({
      upTo: z
        .int()
        .min(1)
        .max(2 ** 50),
    }),
    status: 204,
    answer: z.null(),
    audit: { action: "read_notices", resource: "UserNotifications", keeps: ["upTo"] },
    handle: async ({ account, body: { upTo }, commit }) =>
      commit(async (tx) => {
        await markRead(tx, account.id, upTo).execute();
        return { id: account.id, answer: null };
      }),
  }),
  query({
    name: "readNoticeSettings",
    url: "/api/notice-settings",
    tag,
    summary: "Tell how you hear of things: by what, when, and when not",
    access: "member",
    answer: noticeSettingsAnswer,
    handle: async ({ account, context: { database } }) => readSettings(database, account.id),
  }),
  command({
    name: "changeNoticeSettings",
    method: "PATCH",
    url: "/api/notice-settings",
    tag,
    summary: "Change how you hear of things; what waits follows at once",
    access: "member",
    body: noticeSettingsBody,
    answer: noticeSettingsAnswer,
    audit: { action: "change_notice_settings", resource: "NoticeSettings" },
    handle: async ({ account, body, commit }) =>
      commit(async (tx) => {
        await changeSettings(tx, account.id, body, Temporal.Now.instant());
        return { id: account.id, answer: await readSettings(tx, account.id) };
      }),
  }),
];
