import { randomUUID } from "node:crypto";
import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { page, pageQuery, placeOf } from "../api/page.ts";
import { query } from "../api/query.ts";
import { tell } from "../notices/tell.ts";
import { appeals } from "./appeals.ts";
import { findOwnReport, findReportable, insertReport, listDecisions, listOwnReports } from "./queries.ts";
import { acknowledgement, ownDecisionsAnswer, ownReport, ownReportsAnswer, reportBody } from "./schemas.ts";
import { outcomeForReporter, outcomeForSubject, stateForReporter } from "./words.ts";

const tag = "Reports";

/** Reports for those who make them, and decisions for those whom they are about. */
export const routes = [
  command({
    name: "reportPerson",
    url: "/api/reports",
    tag,
    summary: "Tell the moderators about somebody. The person never learns who did",
    access: "member",
    body: reportBody,
    status: 201,
    answer: acknowledgement,
    refusals: ["not_found"],
    limit: { by: "account", most: 20, seconds: 86_400 },
    audit: { action: "report_person", resource: "Report", severity: "HIGH", keeps: ["personId", "category"] },
    handle: async ({ account, body, context: { vault }, commit }) =>
      commit(async (tx) => {
        const subject = await findReportable(tx, account.id, body.personId).executeTakeFirst();
        if (!subject) throw notFound("person");
        const id = randomUUID();
        const sealedKey = vault.ownKeys.create(id);
        const sealed = (text: string) => vault.ownKeys.seal(id, sealedKey, text);
        const { username, displayName, about } = subject;
        const report = { id, reporterId: account.id, subjectId: subject.id, category: body.category };
        await insertReport(tx, {
          ...report,
          about: body.about,
          sealedKey,
          words: sealed(body.words),
          evidence: sealed(JSON.stringify({ username, displayName, about })),
        }).execute();
        await tell(tx, {
          to: account.id,
          kind: "report_received",
          details: { reportId: id },
          key: `report_received ${id}`,
        });
        return { id, answer: { id, state: "received" as const, message: received } };
      }),
  }),
  query({
    name: "listReports",
    url: "/api/reports",
    tag,
    summary: "List the reports you made, newest first, with what came of them",
    access: "member",
    query: pageQuery,
    answer: ownReportsAnswer,
    handle: async ({ account, query: { limit, after }, context }) => {
      const rows = await listOwnReports(context.database, account.id, limit, placeOf(after)).execute();
      return page(rows, limit, ownReportOf);
    },
  }),
  query({
    name: "getReport",
    url: "/api/reports/:id",
    tag,
    summary: "Look at a report you made",
    access: "member",
    params: z.object({ id: z.uuid() }),
    answer: ownReport,
    handle: async ({ account, params: { id }, context }) => {
      const row = await findOwnReport(context.database, account.id, id).executeTakeFirst();
      if (!row) throw notFound("report");
      return ownReportOf(row);
    },
  }),
  query({
    name: "listDecisions",
    url: "/api/decisions",
    tag,
    summary: "List what moderators decided about your account, newest first",
    access: "member",
    answer: ownDecisionsAnswer,
    handle: async ({ account, context }) => {
      const rows = await listDecisions(context.database, account.id).execute();
      return {
        decisions: rows.flatMap(({ id, category, status, outcome, decidedAt, until, appealed }) =>
          outcome && decidedAt
            ? [
                {
                  id,
                  category,
                  outcome: outcomeForSubject[outcome],
                  decidedAt: decidedAt.toISOString(),
                  until: until?.toISOString() ?? null,
                  canAppeal: status === "decided" && !appealed,
                },
              ]
            : [],
        ),
      };
    },
  }),
  ...appeals,
];

const received =
  "Thank you. We have your report. A moderator reads it, usually within two days, and we tell you what comes of it. You need to do nothing more.";

function ownReportOf(
  row: Awaited<ReturnType<ReturnType<typeof findOwnReport>["executeTakeFirstOrThrow"]>>,
): z.infer<typeof ownReport> {
  const { id, category, status, at, outcome, appealed } = row;
  return {
    id,
    category,
    state: stateForReporter[status],
    reportedAt: at,
    outcome: outcome && outcomeForReporter[outcome],
    canAppeal: status === "decided" && !appealed,
  };
}
