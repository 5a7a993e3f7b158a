import { z } from "zod";
import { notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { findAppealable, insertAppeal } from "./queries.ts";
import { appealAnswer, appealBody } from "./schemas.ts";

const message =
  "Thank you. Another moderator looks at it again, and we tell you what comes of it. You need to do nothing more.";

/** Asking that another moderator decides again: once for each report, by the reporter or by whom a decision is about. */
export const appeals = (
  [
    [
      "appealReport",
      "appeal_report",
      "/api/reports/:id/appeal",
      "Ask another moderator to look at your report again",
    ],
    [
      "appealDecision",
      "appeal_decision",
      "/api/decisions/:id/appeal",
      "Ask another moderator to look at a decision about you again",
    ],
  ] as const
).map(([name, action, url, summary]) =>
  command({
    name,
    url,
    tag: "Reports",
    summary,
    access: "member",
    params: z.object({ id: z.uuid() }),
    body: appealBody,
    status: 201,
    answer: appealAnswer,
    audit: { action, resource: "ReportAppeal", severity: "HIGH", keeps: ["id"] },
    handle: async ({ account, params: { id }, body, context: { vault }, commit }) =>
      commit(async (tx) => {
        const found = await findAppealable(tx, account.id, id).executeTakeFirst();
        if (!found) throw notFound("report");
        const words = found.sealedKey && vault.ownKeys.seal(id, found.sealedKey, body.words);
        const appealId = await insertAppeal(tx, { reportId: id, userId: account.id, words });
        return { id: appealId, answer: { id: appealId, message } };
      }),
  }),
);
