import { type AliasableExpression, expressionBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/** Minutes after which moderation that nobody has checked counts as down. */
const heartbeatMinutes = 15;
/** Hours for which a report may wait for a moderator before first contact closes. */
const longestWaitHours = 48;

const eb = expressionBuilder<Tables>();

/** Whether somebody looks at reports: only if that is known to be so. A missing row, a closed one and an old check all mean no. */
export function isModerated(): AliasableExpression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom("ModerationStatus")
      .select(sql.lit(1).as("one"))
      .where("open", "=", true)
      .where("checked_at", ">", sql<Date>`now() - make_interval(mins => ${sql.lit(heartbeatMinutes)})`),
  );
}

/**
 * Checks that moderation works, and says so in the database until it is due again: there is a moderator whose account works, and no report
 * has waited too long for one. Otherwise it leaves the old mark, which grows stale, and first contact closes.
 */
export async function checkModeration(database: Database): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("ModerationStatus")
    .set({ checked_at: sql<Date>`now()` })
    .where((where) => where.exists(activeModerator()))
    .where((where) => where.not(where.exists(neglectedReport())))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function activeModerator() {
  return eb
    .selectFrom("User")
    .select(sql.lit(1).as("one"))
    .where("role", "in", ["moderator", "admin"])
    .where("status", "=", "active");
}

function neglectedReport() {
  return eb
    .selectFrom("Report")
    .select(sql.lit(1).as("one"))
    .where("status", "in", ["received", "appealed"])
    .where("assignee_id", "is", null)
    .where(
      sql<Date>`greatest(created_at, (select a.created_at from "ReportAppeal" a where a.report_id = "Report".id))`,
      "<",
      sql<Date>`now() - make_interval(hours => ${sql.lit(longestWaitHours)})`,
    );
}
