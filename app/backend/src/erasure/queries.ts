import { sql } from "kysely";
import type { Database } from "../database/database.ts";

const now = sql<Date>`now()`;

/** A deletion that was asked for and not undone. */
export function findErasure(database: Database, userId: string) {
  return database
    .selectFrom("Erasure")
    .select(["due_at as dueAt", "started_at as startedAt"])
    .where("user_id", "=", userId)
    .where("undone_at", "is", null);
}

/** Plans the deletion of an account; one that was undone is planned again. Returns nothing when one is planned. */
export function planErasure(database: Database, userId: string, minutes: number) {
  const dueAt = sql<Date>`now() + make_interval(mins => ${minutes})`;
  return database
    .insertInto("Erasure")
    .values({ user_id: userId, due_at: dueAt })
    .onConflict((conflict) =>
      conflict
        .column("user_id")
        .doUpdateSet({ asked_at: now, due_at: dueAt, undone_at: null })
        .where("Erasure.undone_at", "is not", null),
    )
    .returning("due_at as dueAt");
}

/** Undoes a deletion that has not begun. */
export function undoErasure(database: Database, userId: string) {
  return database
    .updateTable("Erasure")
    .set({ undone_at: now })
    .where("user_id", "=", userId)
    .where("undone_at", "is", null)
    .where("started_at", "is", null)
    .returning("user_id as userId");
}

/** Takes the deletion that is due first, for this transaction; processes that ask at the same time get different ones. */
export function takeErasure(database: Database) {
  return database
    .selectFrom("Erasure")
    .select(["user_id as userId", "started_at as startedAt"])
    .where("undone_at", "is", null)
    .where("finished_at", "is", null)
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .limit(1)
    .forUpdate()
    .skipLocked();
}

/** Notes that a deletion has begun: from now on it can't be undone. */
export function startErasure(database: Database, userId: string) {
  return database
    .updateTable("Erasure")
    .set({ started_at: now })
    .where("user_id", "=", userId)
    .where("started_at", "is", null);
}

/** Notes that nothing of an account is left. */
export function finishErasure(database: Database, userId: string) {
  return database.updateTable("Erasure").set({ finished_at: now }).where("user_id", "=", userId);
}
