import { sql } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Database } from "../database/database.ts";
import type { Ended, Held } from "../database/tables/notices.ts";
import type { Channel } from "./channels.ts";
import type { Plan } from "./plan.ts";

/** A notice as it is told. */
export interface NewNotice {
  userId: string;
  kind: string;
  details: object;
  aboutId: string | null;
  key: string;
  usefulUntil: Temporal.Instant | null;
}

/** Writes down what one channel has to bring; nothing when it was told before. */
export function insertNotice(tx: Database, notice: NewNotice, { channel, deliverAt, held, digest }: Plan) {
  return tx
    .insertInto("UserNotifications")
    .values({
      user_id: notice.userId,
      kind: notice.kind,
      details: JSON.stringify(notice.details),
      about_id: notice.aboutId,
      key: notice.key,
      useful_until: dateOf(notice.usefulUntil),
      channel,
      deliver_at: dateOf(deliverAt),
      held,
      digest,
    })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "channel", "key"]).where("key", "is not", null).doNothing(),
    )
    .returning(["id", "channel"]);
}

/** The next number of somebody's notices. The row stays locked until the transaction ends, so numbers become visible in their order. */
export function takeNumber(tx: Database, userId: string) {
  return tx
    .updateTable("NoticeSettings")
    .set({ last_number: sql`last_number + 1` })
    .where("user_id", "=", userId)
    .returning("last_number");
}

/** Shows a notice in the application. */
export function numberNotice(tx: Database, id: string, number: string) {
  return tx
    .updateTable("UserNotifications")
    .set({ number, sent_at: sql`now()`, held: null })
    .where("id", "=", id)
    .where("number", "is", null);
}

/** What waits for one person, of one channel or of all. */
export function waiting(database: Database, userId: string, channel?: Channel) {
  return database
    .selectFrom("UserNotifications")
    .where("user_id", "=", userId)
    .$if(channel !== undefined, (query) => query.where("channel", "=", channel as Channel))
    .where("key", "is not", null)
    .where("sent_at", "is", null)
    .where("ended_at", "is", null);
}

function dateOf(instant: Temporal.Instant | null): Date | null {
  return instant && new Date(instant.epochMilliseconds);
}

/** It will never go out. */
export function endNotice(tx: Database, id: string, ended: Ended, now: Temporal.Instant) {
  return tx
    .updateTable("UserNotifications")
    .set({ ended, ended_at: dateOf(now), held: null, claimed_until: null })
    .where("id", "=", id)
    .where("sent_at", "is", null);
}

/** It waits, until a moment or until the person says so. */
export function holdNotice(tx: Database, id: string, until: Temporal.Instant | null, held: Held | null) {
  return tx
    .updateTable("UserNotifications")
    .set({ deliver_at: dateOf(until), held, claimed_until: null })
    .where("id", "=", id)
    .where("sent_at", "is", null);
}

/** Nobody else sends these until then. */
export function claimNotices(tx: Database, ids: readonly string[], until: Temporal.Instant) {
  return tx
    .updateTable("UserNotifications")
    .set({ claimed_until: dateOf(until), attempts: sql`attempts + 1` })
    .where("id", "in", [...ids]);
}

/** They have gone out. */
export function markSent(tx: Database, ids: readonly string[]) {
  return tx
    .updateTable("UserNotifications")
    .set({ sent_at: sql`now()`, held: null, claimed_until: null })
    .where("id", "in", [...ids])
    .where("sent_at", "is", null);
}

/** Whether it goes out together with others. */
export function setDigest(tx: Database, id: string, digest: boolean) {
  return tx.updateTable("UserNotifications").set({ digest }).where("id", "=", id);
}

/** Whether somebody still goes to a session at this time. */
export function findGoing(
  database: Database,
  { sessionId, userId, start }: { sessionId: string; userId: string; start: Temporal.Instant },
) {
  return database
    .selectFrom("ScheduledSession as s")
    .innerJoin("SessionPerson as p", "p.session_id", "s.id")
    .where("s.id", "=", sessionId)
    .where("s.status", "=", "scheduled")
    .where("s.starts_at", "=", new Date(start.epochMilliseconds))
    .where("p.user_id", "=", userId)
    .where("p.state", "=", "going")
    .select("s.id");
}

/** Whose notices should have gone out before, with their channels: their job was lost, or its queue stood still. */
export function listOverdue(database: Database, before: Date) {
  return database
    .selectFrom("UserNotifications")
    .where("key", "is not", null)
    .where("sent_at", "is", null)
    .where("ended_at", "is", null)
    .where("deliver_at", "<", before)
    .where((where) => where.or([where("claimed_until", "is", null), where("claimed_until", "<", before)]))
    .select(["user_id as userId", "channel"])
    .distinct()
    .limit(500);
}

/** Marks what somebody has read, up to a number. */
export function markRead(tx: Database, userId: string, upTo: number) {
  return tx
    .updateTable("UserNotifications")
    .set({ read_at: sql<Date>`now()` })
    .where("user_id", "=", userId)
    .where("read_at", "is", null)
    .where("number", "<=", String(upTo));
}

/** They have not gone out after all. */
export function markUnsent(tx: Database, ids: readonly string[]) {
  return tx
    .updateTable("UserNotifications")
    .set({ sent_at: null, attempts: sql`attempts + 1` })
    .where("id", "in", [...ids])
    .where("ended_at", "is", null);
}

/** Whose mail with notices was given up recently: the mail server refused it, or was away for too long. */
export function listGivenUpMail(database: Database, since: Date) {
  return database
    .selectFrom("OutgoingMail")
    .select("user_id as userId")
    .where("kind", "=", "notice")
    .where("outcome", "=", "failed")
    .where("ended_at", ">=", since)
    .where("user_id", "is not", null)
    .distinct()
    .limit(500);
}
