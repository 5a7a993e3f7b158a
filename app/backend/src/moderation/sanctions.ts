import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Outcome } from "../database/tables/safety.ts";
import { signal } from "../jobs/queue.ts";
import { keepDays } from "../reports/categories.ts";
import { endPlansOf } from "../sessions/leave.ts";

/** A decision about a report. */
export interface Decision {
  reportId: string;
  subjectId: string;
  decidedBy: string;
  stage: "first" | "appeal";
  outcome: Outcome;
  /** Length of a suspension. */
  days: number | undefined;
}

const now = sql<Date>`now()`;

/** Writes a decision down and does what it says. A second one takes the place of the first: what the first did is taken back. */
export async function decide(tx: Database, decision: Decision): Promise<void> {
  const { reportId, stage, outcome, decidedBy, subjectId } = decision;
  await tx
    .insertInto("ReportDecision")
    .values({ report_id: reportId, decided_by: decidedBy, stage, outcome })
    .execute();
  await tx
    .updateTable("Report")
    .set({
      status: stage === "first" ? "decided" : "closed",
      decided_at: now,
      keep_until: sql<Date>`now() + make_interval(days => ${sql.lit(keepDays)})`,
    })
    .where("id", "=", reportId)
    .execute();
  await tx
    .updateTable("Sanction")
    .set({ lifted_at: now, lifted_by: decidedBy })
    .where("report_id", "=", reportId)
    .where("lifted_at", "is", null)
    .execute();
  await sanction(tx, decision);
  await bringInLine(tx, subjectId);
}

async function sanction(
  tx: Database,
  { reportId, subjectId, decidedBy, outcome, days }: Decision,
): Promise<void> {
  if (outcome === "nothing_found") return;
  const kind = ({ warned: "warning", suspended: "suspension", ended: "ended" } as const)[outcome];
  const until = kind === "suspension" ? new Date(Date.now() + (days ?? 1) * 86_400_000) : null;
  await tx
    .insertInto("Sanction")
    .values({ user_id: subjectId, report_id: reportId, kind, until, created_by: decidedBy })
    .execute();
}

/** Makes the state of an account what its sanctions say: suspended with at least one that holds, active without. */
async function bringInLine(tx: Database, userId: string): Promise<void> {
  const held = await tx
    .selectFrom("Sanction")
    .select("id")
    .where("user_id", "=", userId)
    .where("lifted_at", "is", null)
    .where("kind", "<>", "warning")
    .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", now)]))
    .executeTakeFirst();
  await tx
    .updateTable("User")
    .set({ status: held ? "suspended" : "active", updated_at: now })
    .where("id", "=", userId)
    .where("status", "=", held ? "active" : "suspended")
    .execute();
  if (!held) return;
  await endSignIns(tx, userId);
  await endPlansOf(tx, { userId, now: Temporal.Now.instant() });
}

async function endSignIns(tx: Database, userId: string): Promise<void> {
  const ended = await tx
    .updateTable("UserSession")
    .set({ revoked_at: now, ended_because: "suspended" })
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .returning("id")
    .execute();
  // Every process closes the sockets of these sessions.
  for (const { id } of ended) await signal(tx, `s:${id}`);
}

/** Ends suspensions whose time is over, some at a time. */
export async function liftSuspensions(tx: Database, most: number): Promise<void> {
  const over = await tx
    .selectFrom("Sanction")
    .select(["id", "user_id as userId"])
    .where("kind", "=", "suspension")
    .where("lifted_at", "is", null)
    .where("until", "<=", now)
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id, userId } of over) {
    await tx.updateTable("Sanction").set({ lifted_at: now }).where("id", "=", id).execute();
    await bringInLine(tx, userId);
  }
}
