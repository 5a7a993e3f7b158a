import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, pageQuery, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import type { Database } from "../database/database.ts";
import { decisionRoutes } from "./decide.ts";
import { isModerated } from "./heartbeat.ts";
import { openReport } from "./open-report.ts";
import { assignReport, findStatus, listQueue, releaseReport, setOpen } from "./queries.ts";
import { assignmentAnswer, queueAnswer, statusAnswer } from "./schemas.ts";

const tag = "Moderation";
const params = z.object({ id: z.uuid() });

/** The moderators' queue. A report with which a moderator has anything to do does not exist for them. */
export const routes = [
  query({
    name: "listQueue",
    url: "/api/moderation/reports",
    tag,
    summary: "List reports that wait or are being read, oldest first",
    access: "moderator",
    query: pageQuery,
    answer: queueAnswer,
    handle: async ({ account, query: { limit, after }, context }) => {
      const rows = await listQueue(context.database, account.id, limit, placeOf(after)).execute();
      return page(rows, limit, ({ id, category, status, at, assigneeId, assigneeName }) => ({
        id,
        category,
        status: status === "assigned" || status === "appealed" ? status : ("received" as const),
        reportedAt: at,
        assignee: assigneeId && assigneeName ? { id: assigneeId, username: assigneeName } : null,
      }));
    },
  }),
  command({
    name: "assignReport",
    url: "/api/moderation/reports/:id/assign",
    tag,
    summary: "Take a report from the queue",
    access: "moderator",
    params,
    answer: assignmentAnswer,
    audit: { action: "assign_report", resource: "Report", severity: "MEDIUM", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        if (!(await assignReport(tx, account.id, id).executeTakeFirst())) throw notFound("report");
        return { id, answer: { id, mine: true } };
      }),
  }),
  command({
    name: "releaseReport",
    url: "/api/moderation/reports/:id/release",
    tag,
    summary: "Give a report back to the queue",
    access: "moderator",
    params,
    answer: assignmentAnswer,
    audit: { action: "release_report", resource: "Report", severity: "MEDIUM", keeps: ["id"] },
    handle: async ({ account, params: { id }, commit }) =>
      commit(async (tx) => {
        if (!(await releaseReport(tx, account.id, id).executeTakeFirst())) throw notFound("report");
        return { id, answer: { id, mine: false } };
      }),
  }),
  openReport,
  ...decisionRoutes,
  query({
    name: "getModerationStatus",
    url: "/api/moderation/status",
    tag,
    summary: "See whether first contact is possible",
    access: "moderator",
    answer: statusAnswer,
    handle: async ({ context }) => statusOf(context.database),
  }),
  command({
    name: "setModerationStatus",
    method: "PUT",
    url: "/api/moderation/status",
    tag,
    summary: "Open or close first contact for everybody",
    access: "moderator",
    body: z.strictObject({ open: z.boolean() }),
    answer: statusAnswer,
    audit: {
      action: "set_moderation_status",
      resource: "ModerationStatus",
      severity: "CRITICAL",
      keeps: ["open"],
    },
    handle: async ({ account, body: { open }, commit }) =>
      commit(async (tx) => {
        await setOpen(tx, open, account.id).execute();
        return { id: "1", answer: await statusOf(tx) };
      }),
  }),
];

async function statusOf(database: Database): Promise<z.infer<typeof statusAnswer>> {
  const found = await findStatus(database).select(isModerated().as("moderated")).executeTakeFirst();
  return {
    open: found?.open ?? false,
    firstContact: Boolean(found?.moderated),
    checkedAt:
      found && Number.isFinite(new Date(found.checkedAt).getTime())
        ? new Date(found.checkedAt).toISOString()
        : null,
  };
}
