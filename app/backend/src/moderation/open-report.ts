import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { countEarlier, findAppeal, findAssigned, listNotes } from "./queries.ts";
import { openedReport } from "./schemas.ts";

const evidence = openedReport.shape.evidence.unwrap();

/** Reads a report. It is a command, because every reading is recorded in the audit log. */
export const openReport = command({
  name: "openReport",
  url: "/api/moderation/reports/:id/open",
  tag: "Moderation",
  summary: "Read a report that you have taken. Every reading is recorded",
  access: "moderator",
  params: z.object({ id: z.uuid() }),
  answer: openedReport,
  audit: { action: "read_report", resource: "Report", severity: "HIGH", keeps: ["id"] },
  handle: async ({ account, params: { id }, context: { vault }, commit }) =>
    commit(async (tx) => {
      const report = await findAssigned(tx, account.id, id).executeTakeFirst();
      if (!report) throw notFound("report");
      const { sealedKey } = report;
      const opened = (sealed: Buffer | null) =>
        sealedKey && sealed ? vault.ownKeys.open(id, sealedKey, sealed) : null;
      const notes = await listNotes(tx, id).execute();
      const appeal = await findAppeal(tx, id).executeTakeFirst();
      const earlier = await countEarlier(tx, report.subjectId, id).executeTakeFirstOrThrow();
      const answer = {
        id,
        category: report.category,
        status: report.status === "appealed" ? ("appealed" as const) : ("assigned" as const),
        reportedAt: report.createdAt.toISOString(),
        reporter: { id: report.reporterId, username: report.reporterName },
        subject: { id: report.subjectId, username: report.subjectName },
        about: aboutOf(report),
        words: opened(report.words),
        evidence: evidenceOf(opened(report.evidence)),
        notes: notes.map(({ author, words, createdAt }) => ({
          author,
          words: opened(words) ?? "",
          writtenAt: createdAt.toISOString(),
        })),
        appeal: appeal
          ? {
              by: appeal.askedBy === report.reporterId ? ("reporter" as const) : ("subject" as const),
              words: opened(appeal.words) ?? "",
            }
          : null,
        earlier: { reports: Number(earlier.reports), upheld: Number(earlier.upheld) },
      };
      return { id, answer };
    }),
});

function evidenceOf(seen: string | null) {
  return seen === null ? null : evidence.parse(JSON.parse(seen));
}

function aboutOf({ aboutKind: kind, aboutId: id }: { aboutKind: string | null; aboutId: string | null }) {
  return kind && id ? { kind, id } : null;
}
