import { type Expression, sql } from "kysely";
import { comesAfter, exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import type { Outcome, ReportCategory } from "../database/tables/safety.ts";
import { isAllowed } from "../safety/people.ts";
import { haveMet } from "../safety/relation-sql.ts";
import { keepDays } from "./categories.ts";

/** A report to write down, its words encrypted. */
export interface NewReport {
  id: string;
  reporterId: string;
  subjectId: string;
  category: ReportCategory;
  about: { kind: "profile" | "friendship" | "game_request" | "session" | "group"; id: string } | undefined;
  sealedKey: Buffer;
  words: Buffer;
  evidence: Buffer;
}

const keepUntil = sql<Date>`now() + make_interval(days => ${sql.lit(keepDays)})`;

/**
 * Somebody whom a person may report, with what of them is evidence: a person they see or have met, even if blocked, suspended or
 * gone since. Nobody is told by the answer whether that is so.
 */
export function findReportable(database: Database, reporterId: string, personId: string) {
  return database
    .selectFrom("User as subject")
    .leftJoin("UserProfile", "UserProfile.user_id", "subject.id")
    .select([
      "subject.id",
      "subject.username",
      "UserProfile.display_name as displayName",
      "UserProfile.about",
    ])
    .where("subject.id", "=", personId)
    .where("subject.id", "<>", reporterId)
    .where((eb) =>
      eb.or([
        haveMet(reporterId, eb.ref("subject.id")),
        isAllowed(database, reporterId, "see", eb.ref("subject.id")),
      ]),
    );
}

/** Writes a report down. */
export function insertReport(database: Database, report: NewReport) {
  return database.insertInto("Report").values({
    id: report.id,
    reporter_id: report.reporterId,
    subject_id: report.subjectId,
    category: report.category,
    about_kind: report.about?.kind ?? null,
    about_id: report.about?.id ?? null,
    sealed_key: report.sealedKey,
    words_sealed: report.words,
    evidence_sealed: report.evidence,
    keep_until: keepUntil,
  });
}

/** Reports that a person made, newest first, with the last decision; one more than `limit`. */
export function listOwnReports(
  database: Database,
  reporterId: string,
  limit: number,
  after: Place | undefined,
) {
  const found = ownReports(database, reporterId)
    .orderBy("Report.created_at", "desc")
    .orderBy("Report.id", "desc")
    .limit(limit + 1);
  return after ? found.where(comesAfter("Report", "<", after)) : found;
}

/** One report that a person made. */
export function findOwnReport(database: Database, reporterId: string, id: string) {
  return ownReports(database, reporterId).where("Report.id", "=", id);
}

function ownReports(database: Database, reporterId: string) {
  return database
    .selectFrom("Report")
    .select(["Report.id", "category", "status", exactTime("Report.created_at").as("at")])
    .select((eb) => [
      lastOutcome(eb.ref("Report.id")).as("outcome"),
      eb
        .exists(eb.selectFrom("ReportAppeal").select("id").whereRef("report_id", "=", "Report.id"))
        .as("appealed"),
    ])
    .where("reporter_id", "=", reporterId);
}

/** Decisions about a person, newest first. Nothing tells who reported. */
export function listDecisions(database: Database, subjectId: string) {
  return (
    database
      .selectFrom("Report")
      .select(["Report.id", "category", "status", "decided_at as decidedAt"])
      .select((eb) => [
        lastOutcome(eb.ref("Report.id")).as("outcome"),
        eb
          .selectFrom("Sanction")
          .select((s) => s.fn.max("until").as("until"))
          .whereRef("Sanction.report_id", "=", "Report.id")
          .where("lifted_at", "is", null)
          .as("until"),
        eb
          .exists(eb.selectFrom("ReportAppeal").select("id").whereRef("report_id", "=", "Report.id"))
          .as("appealed"),
      ])
      .where("subject_id", "=", subjectId)
      // Only what became something: a report that found nothing is not told to whom it was about.
      .where((eb) =>
        eb.exists(eb.selectFrom("Sanction").select("id").whereRef("report_id", "=", "Report.id")),
      )
      .orderBy("decided_at", "desc")
      .limit(100)
  );
}

function lastOutcome(reportId: Expression<string>) {
  return sql<Outcome | null>`(select outcome from "ReportDecision" where report_id = ${reportId}
    order by created_at desc limit 1)`;
}

/** A decided report that a person may ask another moderator about: the reporter, or whom a measure is about. */
export function findAppealable(tx: Database, userId: string, id: string) {
  return tx
    .selectFrom("Report")
    .select(["id", "sealed_key as sealedKey"])
    .where("id", "=", id)
    .where("status", "=", "decided")
    .where((eb) =>
      eb.or([
        eb("reporter_id", "=", userId),
        eb.and([
          eb("subject_id", "=", userId),
          eb.exists(eb.selectFrom("Sanction").select("id").whereRef("report_id", "=", "Report.id")),
        ]),
      ]),
    )
    .forNoKeyUpdate();
}

/** Writes an appeal down, and gives the report back to the queue. */
export async function insertAppeal(
  tx: Database,
  appeal: { reportId: string; userId: string; words: Buffer | null },
) {
  const { id } = await tx
    .insertInto("ReportAppeal")
    .values({ report_id: appeal.reportId, asked_by: appeal.userId, words_sealed: appeal.words })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("Report")
    .set({ status: "appealed", assignee_id: null, assigned_at: null, keep_until: keepUntil })
    .where("id", "=", appeal.reportId)
    .execute();
  return id;
}
