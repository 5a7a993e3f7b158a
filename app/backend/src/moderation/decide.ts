import { z } from "zod";
import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import type { Database } from "../database/database.ts";
import { tell } from "../notices/tell.ts";
import { findAppeal, findAssigned, insertNote } from "./queries.ts";
import { decide } from "./sanctions.ts";
import { decisionAnswer, decisionBody, noteBody } from "./schemas.ts";

const shared = { tag: "Moderation", access: "moderator", params: z.object({ id: z.uuid() }) } as const;

/** What a moderator does with a report that they have taken. */
export const decisionRoutes = [
  command({
    ...shared,
    name: "addReportNote",
    url: "/api/moderation/reports/:id/notes",
    summary: "Write a note for other moderators",
    body: noteBody,
    status: 201,
    answer: z.object({ id: z.uuid() }),
    refusals: ["conflict"],
    audit: { action: "add_report_note", resource: "ReportNote", severity: "MEDIUM", keeps: ["id"] },
    handle: async ({ account, params: { id: reportId }, body, context: { vault }, commit }) =>
      commit(async (tx) => {
        const { sealedKey } = await assigned(tx, account.id, reportId);
        if (!sealedKey)
          throw new ApiError("conflict", "The words of this report were kept long enough and are gone.");
        const words = vault.ownKeys.seal(reportId, sealedKey, body.words);
        const { id } = await insertNote(tx, {
          reportId,
          authorId: account.id,
          words,
        }).executeTakeFirstOrThrow();
        return { id, answer: { id } };
      }),
  }),
  command({
    ...shared,
    name: "decideReport",
    url: "/api/moderation/reports/:id/decide",
    summary: "Decide about a report. Reporter and subject are told in words",
    body: decisionBody,
    answer: decisionAnswer,
    audit: {
      action: "decide_report",
      resource: "Report",
      severity: "CRITICAL",
      keeps: ["id", "outcome", "days"],
    },
    handle: async ({ account, params: { id }, body: { outcome, days }, commit }) =>
      commit(async (tx) => {
        const { reporterId, subjectId } = await assigned(tx, account.id, id);
        const appeal = await findAppeal(tx, id).executeTakeFirst();
        const stage = appeal ? ("appeal" as const) : ("first" as const);
        await decide(tx, { reportId: id, subjectId, decidedBy: account.id, stage, outcome, days });
        if (appeal) await tellAppeal(tx, appeal);
        else
          await tell(tx, {
            to: reporterId,
            kind: "report_decided",
            details: { reportId: id },
            key: `report_decided ${id}`,
          });
        if (outcome !== "nothing_found")
          await tell(tx, {
            to: subjectId,
            kind: "measure_taken",
            details: { reportId: id },
            key: `measure_taken ${stage} ${id}`,
          });
        return { id, answer: { id, outcome } };
      }),
  }),
];

function tellAppeal(tx: Database, { id, askedBy }: { id: string; askedBy: string }): Promise<void> {
  return tell(tx, {
    to: askedBy,
    kind: "appeal_decided",
    details: { appealId: id },
    key: `appeal_decided ${id}`,
  });
}

/** @throws ApiError when the moderator has not taken this report, or has to do with it */
async function assigned(tx: Database, moderatorId: string, id: string) {
  const report = await findAssigned(tx, moderatorId, id).executeTakeFirst();
  if (!report) throw notFound("report");
  return report;
}
