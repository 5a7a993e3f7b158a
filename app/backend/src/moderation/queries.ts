import { sql } from "kysely";
import { comesAfter, exactTime, type Place } from "../api/page.ts";
import type { Database } from "../database/database.ts";
import { mayHandle } from "./conflicts.ts";

const now = sql<Date>`now()`;

/** Reports that wait for a moderator or are being read, oldest first, without what they say; one more than `limit`. */
export function listQueue(database: Database, moderatorId: string, limit: number, after: Place | undefined) {
  const found = database
    .selectFrom("Report")
    .leftJoin("User as assignee", "assignee.id", "Report.assignee_id")
    .select([
      "Report.id",
      "category",
      "Report.status",
      "assignee.id as assigneeId",
      "assignee.username as assigneeName",
    ])
    .select(exactTime("Report.created_at").as("at"))
    .where("Report.status", "in", ["received", "assigned", "appealed"])
    .where(mayHandle(moderatorId))
    .orderBy("Report.created_at")
    .orderBy("Report.id")
    .limit(limit + 1);
  return after ? found.where(comesAfter("Report", ">", after)) : found;
}

/** Gives a report to a moderator, unless another one has it. */
export function assignReport(database: Database, moderatorId: string, id: string) {
  return database
    .updateTable("Report")
    .set((eb) => ({
      assignee_id: moderatorId,
      assigned_at: now,
      status: eb
        .case()
        .when("status", "=", "received")
        .then("assigned" as const)
        .else(eb.ref("status"))
        .end(),
    }))
    .where("id", "=", id)
    .where("status", "in", ["received", "assigned", "appealed"])
    .where((eb) => eb.or([eb("assignee_id", "is", null), eb("assignee_id", "=", moderatorId)]))
    .where(mayHandle(moderatorId))
    .returning("id");
}

/** Gives a report back to the queue. */
export function releaseReport(database: Database, moderatorId: string, id: string) {
  return database
    .updateTable("Report")
    .set((eb) => ({
      assignee_id: null,
      assigned_at: null,
      status: eb
        .case()
        .when("status", "=", "assigned")
        .then("received" as const)
        .else(eb.ref("status"))
        .end(),
    }))
    .where("id", "=", id)
    .where("assignee_id", "=", moderatorId)
    .where("status", "in", ["assigned", "appealed"])
    .returning("id");
}

/** A report that a moderator has been given, locked until the transaction ends, with all that is needed to read it and decide. */
export function findAssigned(tx: Database, moderatorId: string, id: string) {
  return tx
    .selectFrom("Report")
    .innerJoin("User as reporter", "reporter.id", "Report.reporter_id")
    .innerJoin("User as subject", "subject.id", "Report.subject_id")
    .select([
      "Report.id",
      "Report.status",
      "category",
      "about_kind as aboutKind",
      "about_id as aboutId",
      "sealed_key as sealedKey",
      "words_sealed as words",
      "evidence_sealed as evidence",
      "Report.created_at as createdAt",
      "reporter.id as reporterId",
      "reporter.username as reporterName",
      "subject.id as subjectId",
      "subject.username as subjectName",
    ])
    .where("Report.id", "=", id)
    .where("assignee_id", "=", moderatorId)
    .where("Report.status", "in", ["assigned", "appealed"])
    .where(mayHandle(moderatorId))
    .forNoKeyUpdate("Report");
}

/** Notes of moderators about a report, oldest first. */
export function listNotes(database: Database, reportId: string) {
  return database
    .selectFrom("ReportNote")
    .innerJoin("User as author", "author.id", "ReportNote.author_id")
    .select(["author.username as author", "words_sealed as words", "ReportNote.created_at as createdAt"])
    .where("report_id", "=", reportId)
    .orderBy("ReportNote.created_at")
    .limit(200);
}

/** Writes a note down, encrypted. */
export function insertNote(database: Database, note: { reportId: string; authorId: string; words: Buffer }) {
  return database
    .insertInto("ReportNote")
    .values({ report_id: note.reportId, author_id: note.authorId, words_sealed: note.words })
    .returning("id");
}

/** The appeal against a report's first decision, if there is one. */
export function findAppeal(database: Database, reportId: string) {
  return database
    .selectFrom("ReportAppeal")
    .select(["id", "asked_by as askedBy", "words_sealed as words"])
    .where("report_id", "=", reportId);
}

/** How many reports were made about a person before, and how many of them found something. */
export function countEarlier(database: Database, subjectId: string, reportId: string) {
  return database
    .selectFrom("Report")
    .select((eb) => [
      eb.fn.countAll<string>().as("reports"),
      eb.fn
        .countAll<string>()
        .filterWhere((f) =>
          f.exists(
            f
              .selectFrom("Sanction")
              .select("id")
              .whereRef("Sanction.report_id", "=", "Report.id")
              .where("lifted_at", "is", null),
          ),
        )
        .as("upheld"),
    ])
    .where("subject_id", "=", subjectId)
    .where("id", "<>", reportId);
}

/** The switch and the heartbeat of moderation. */
export function findStatus(database: Database) {
  return database.selectFrom("ModerationStatus").select(["open", "checked_at as checkedAt"]);
}

/** Opens or closes first contact by hand. */
export function setOpen(database: Database, open: boolean, userId: string) {
  return database.updateTable("ModerationStatus").set({ open, changed_at: now, changed_by: userId });
}
