import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { MailOutcome } from "../database/tables/accounts.ts";

/** Adds a mail to the outbox, unless one with its key is there. */
export function insertMail(
  database: Database,
  mail: { key: string; kind: string; userId: string | null; sealed: Buffer; useful: number },
) {
  return database
    .insertInto("OutgoingMail")
    .values({
      key: mail.key,
      kind: mail.kind,
      user_id: mail.userId,
      sealed_contents: mail.sealed,
      expires_at: sql<Date>`now() + make_interval(secs => ${mail.useful})`,
    })
    .onConflict((conflict) => conflict.column("key").doNothing());
}

/**
 * Takes the mail that is due first, and plans its next try at once: the process that takes it may die, and then another one tries. Processes that
 * ask at the same time get different mails.
 */
export function takeMail(database: Database) {
  return database
    .updateTable("OutgoingMail")
    .set({
      tries: sql<number>`tries + 1`,
      // 2, 4, 8 … minutes, at most an hour: longer than one try can take, so that nobody else tries meanwhile.
      next_try_at: sql<Date>`now() + make_interval(secs => least(3600, 120 * 2 ^ least(tries, 5)))`,
    })
    .where("id", "=", (from) =>
      from
        .selectFrom("OutgoingMail")
        .select("id")
        .where("outcome", "is", null)
        .where("next_try_at", "<=", sql<Date>`now()`)
        .orderBy("next_try_at")
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning([
      "id",
      "kind",
      "user_id as userId",
      "sealed_contents as sealed",
      "tries",
      sql<boolean>`expires_at <= now()`.as("late"),
    ]);
}

/** Notes what became of a mail, and empties it. */
export function endMail(database: Database, id: string, outcome: MailOutcome, problem: string | null) {
  return database
    .updateTable("OutgoingMail")
    .set({ outcome, last_problem: problem, sealed_contents: null, ended_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("outcome", "is", null);
}

/** Notes why a mail did not go this time. */
export function noteProblem(database: Database, id: string, problem: string) {
  return database.updateTable("OutgoingMail").set({ last_problem: problem }).where("id", "=", id);
}

/** How many mails wait, and for how many seconds the oldest has been due. */
export function waitingMail(database: Database) {
  return database
    .selectFrom("OutgoingMail")
    .select((row) => [
      row.fn.countAll<string>().as("waiting"),
      sql<number>`coalesce(extract(epoch from now() - min(created_at)), 0)::float8`.as("oldest"),
    ])
    .where("outcome", "is", null);
}

/** Removes mails that ended a month ago, at most 500 at once; nothing of what they said is left in them. */
export function sweepMail(database: Database) {
  return database
    .deleteFrom("OutgoingMail")
    .where("id", "in", (from) =>
      from
        .selectFrom("OutgoingMail")
        .select("id")
        .where("outcome", "is not", null)
        .where("ended_at", "<", sql<Date>`now() - interval '30 days'`)
        .limit(500),
    );
}
