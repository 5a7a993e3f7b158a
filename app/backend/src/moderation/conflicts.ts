import { type AliasableExpression, type Expression, expressionBuilder, type SqlBool, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import { pastContacts } from "../safety/relation-sql.ts";

const eb = expressionBuilder<Tables>();
const one = sql.lit(1).as("one");

/**
 * Whether a moderator may work on a report, as a condition on a query over `Report`: they are neither the one who made it nor the one it is
 * about, have never been friends with, asked, played with or blocked either of them, and did not decide what an appeal is against.
 */
export function mayHandle(moderatorId: string): Expression<SqlBool> {
  const report = expressionBuilder<Tables, "Report">();
  const people = [report.ref("Report.reporter_id"), report.ref("Report.subject_id")];
  return report.and([
    ...people.map((id) => report(id, "<>", moderatorId)),
    ...people.map((id) => report.not(isInvolved(moderatorId, id))),
    report.not(hasDecided(moderatorId, report.ref("Report.id"))),
  ]);
}

/** Whether two people have anything to do with each other, now or before. Sharing a pool of many is not enough. */
function isInvolved(moderatorId: string, id: Expression<string>): AliasableExpression<SqlBool> {
  const blocks = () => eb.selectFrom("UserBlock").select(one);
  return eb.or([
    ...pastContacts(moderatorId, id),
    eb.exists(blocks().where("blocker_id", "=", moderatorId).where("blocked_id", "=", id)),
    eb.exists(blocks().where("blocker_id", "=", id).where("blocked_id", "=", moderatorId)),
  ]);
}

function hasDecided(moderatorId: string, reportId: Expression<string>) {
  return eb.exists(
    eb
      .selectFrom("ReportDecision")
      .select(one)
      .where("report_id", "=", reportId)
      .where("decided_by", "=", moderatorId),
  );
}
