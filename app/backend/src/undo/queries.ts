import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** A change that can be taken back. */
export interface NewUndoable {
  userId: string;
  command: string;
  subjectId: string;
  before: Buffer;
  expiresAt: Date;
}

/** Keeps how something was before. */
export function insertUndoable(
  database: Database,
  { userId, command, subjectId, before, expiresAt }: NewUndoable,
) {
  return database
    .insertInto("UndoableChange")
    .values({ user_id: userId, command, subject_id: subjectId, before_sealed: before, expires_at: expiresAt })
    .returning("id");
}

/** Somebody's change that can still be taken back, locked: of two at once, the second finds it undone. */
export function lockUndoable(database: Database, id: string, userId: string, now: Date) {
  return database
    .selectFrom("UndoableChange")
    .select(["command", "subject_id as subjectId", "before_sealed as before", "created_at as createdAt"])
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .where("undone_at", "is", null)
    .where("before_sealed", "is not", null)
    .where("expires_at", ">", now)
    .forUpdate();
}

/** What somebody changed by the same command after a change, and did not take back. */
export function laterChange(
  database: Database,
  {
    id,
    userId,
    command,
    subjectId,
    createdAt,
  }: { id: string; userId: string; command: string; subjectId: string; createdAt: Date },
) {
  return database
    .selectFrom("UndoableChange")
    .select("id")
    .where("user_id", "=", userId)
    .where("command", "=", command)
    .where("subject_id", "=", subjectId)
    .where("id", "!=", id)
    .where("undone_at", "is", null)
    .where("created_at", ">", createdAt);
}

/** Notes that a change was taken back, and forgets how it was before. */
export function setUndone(database: Database, id: string) {
  return database
    .updateTable("UndoableChange")
    .set({ undone_at: sql<Date>`now()`, before_sealed: null })
    .where("id", "=", id);
}

/** Forgets how things were before, where that can't be brought back any more; at most `limit` at once. */
export function forgetExpired(database: Database, now: Date, limit: number) {
  return database
    .updateTable("UndoableChange")
    .set({ before_sealed: null })
    .where(
      "id",
      "in",
      database
        .selectFrom("UndoableChange")
        .select("id")
        .where("before_sealed", "is not", null)
        .where("expires_at", "<=", now)
        .orderBy("expires_at")
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    );
}
