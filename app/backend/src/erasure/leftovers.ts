import { type RawBuilder, sql } from "kysely";

/** What is emptied or ended of an account that is gone: the rows stay for those who refer to them, and say nothing about a person any more. */
export interface Leftover {
  table: string;
  /** Columns that hold the account's id. */
  of: readonly string[];
  /** Rows in which something is left. A row that was emptied must no longer match. */
  where: string;
  /** How they are emptied. Without it the rows are deleted: only in tables without the delete brake. */
  set?: string;
}

const gone = "deleted@deleted.invalid";

/**
 * In the order in which it is done. What is sealed under the account's key cannot be read any more before this begins; it is emptied
 * nevertheless. Reports, decisions and sanctions stay: they have their own retention.
 */
export const leftovers: readonly Leftover[] = [
  // Nobody waits for an answer that will not come.
  {
    table: "ContactQuestion",
    of: ["asker_id", "asked_id"],
    where: "status = 'open'",
    set: "status = 'ended', answered_at = now()",
  },
  {
    table: "GameRequest",
    of: ["sender_id", "recipient_id"],
    where: "status = 'pending'",
    set: "status = 'cancelled', answered_at = now(), updated_at = now()",
  },
  {
    table: "SessionPerson",
    of: ["user_id"],
    where: "state IN ('asked', 'going') OR attendance <> 'not_said'",
    set: "state = CASE WHEN state IN ('asked', 'going') THEN 'left' ELSE state END, attendance = 'not_said', updated_at = now()",
  },
  {
    table: "UserFriends",
    of: ["user_id", "friend_id"],
    where: "status IN ('pending', 'accepted')",
    set: "status = 'ended', ended_at = now(), updated_at = now()",
  },
  {
    table: "UserAcquaintance",
    of: ["low_id", "high_id"],
    where: "ended_at IS NULL",
    set: "ended_at = now()",
  },
  { table: "UserBlock", of: ["blocker_id"], where: "ended_at IS NULL", set: "ended_at = now()" },
  { table: "PoolMember", of: ["user_id"], where: "left_at IS NULL", set: "left_at = now()" },
  {
    table: "Pool",
    of: ["owner_id"],
    where: "closed_at IS NULL OR name <> '-'",
    set: "closed_at = coalesce(closed_at, now()), name = '-'",
  },
  { table: "InviteCode", of: ["owner_id"], where: "revoked_at IS NULL", set: "revoked_at = now()" },
  {
    table: "TrustedContact",
    of: ["user_id"],
    where:
      "status IN ('invited', 'agreed') OR octet_length(name_sealed) > 0 OR octet_length(address_sealed) > 0",
    set: "status = CASE WHEN status = 'declined' THEN status ELSE 'ended' END, ended_at = coalesce(ended_at, now()), name_sealed = '', address_sealed = '', fields = '{}'",
  },
  // What the person told of themselves.
  {
    table: "UserProfile",
    of: ["user_id"],
    where: "display_name <> '-'",
    set: `display_name = '-', about = '', time_zone = 'UTC', communication_sealed = NULL, sensory_sealed = NULL, suggestions = false,
      reminders = '{}', about_shown_to = 'nobody', time_zone_shown_to = 'nobody', games_shown_to = 'nobody',
      availability_shown_to = 'nobody', communication_shown_to = 'nobody', sensory_shown_to = 'nobody', updated_at = now()`,
  },
  {
    table: "UserGamePreference",
    of: ["user_id"],
    where: "removed_at IS NULL OR platform IS NOT NULL OR liking <> 'likes'",
    set: "removed_at = coalesce(removed_at, now()), platform = NULL, liking = 'likes', updated_at = now()",
  },
  {
    table: "UserAvailability",
    of: ["user_id"],
    where: "removed_at IS NULL OR ends_at <> '00:01'",
    set: `removed_at = coalesce(removed_at, now()), minutes_of_week = NULL, weekday = 1, starts_at = '00:00', ends_at = '00:01',
      updated_at = now()`,
  },
  {
    table: "AvailabilityException",
    of: ["user_id"],
    where: "removed_at IS NULL OR ends_at <> '00:01'",
    set: "removed_at = coalesce(removed_at, now()), on_date = '2000-01-01', starts_at = '00:00', ends_at = '00:01'",
  },
  {
    table: "UserWeek",
    of: ["user_id"],
    where: "time_zone <> 'UTC'",
    set: "time_zone = 'UTC', updated_at = now()",
  },
  {
    table: "UndoableChange",
    of: ["user_id"],
    where: "before_sealed IS NOT NULL",
    set: "before_sealed = NULL",
  },
  { table: "CalendarLink", of: ["user_id"], where: "revoked_at IS NULL", set: "revoked_at = now()" },
  // How they were told of things.
  {
    table: "UserNotifications",
    of: ["user_id"],
    where: "details <> '{}' OR about_id IS NOT NULL OR (sent_at IS NULL AND ended IS NULL)",
    set: `details = '{}', about_id = NULL, ended = CASE WHEN sent_at IS NULL AND ended IS NULL THEN 'withdrawn' ELSE ended END,
      ended_at = CASE WHEN sent_at IS NULL AND ended IS NULL THEN now() ELSE ended_at END`,
  },
  {
    table: "PushSubscription",
    of: ["user_id"],
    where: "revoked_at IS NULL OR octet_length(sealed) > 0",
    set: "revoked_at = coalesce(revoked_at, now()), sealed = ''",
  },
  {
    table: "QuietHours",
    of: ["user_id"],
    where: "windows <> '[]'",
    set: "windows = '[]', updated_at = now()",
  },
  {
    table: "OutgoingMail",
    of: ["user_id"],
    where: "outcome IS NULL",
    set: "outcome = 'dropped', sealed_contents = NULL, ended_at = now()",
  },
  // How they signed in.
  {
    table: "UserSession",
    of: ["user_id"],
    where: "ip_address IS NOT NULL OR user_agent IS NOT NULL",
    set: "ip_address = NULL, user_agent = NULL",
  },
  {
    table: "EmailVerification",
    of: ["user_id"],
    where: `email <> '${gone}' OR used_at IS NULL`,
    set: `email = '${gone}', used_at = coalesce(used_at, now())`,
  },
  {
    table: "password_reset_tokens",
    of: ["user_id"],
    where: "ip_address IS NOT NULL OR used_at IS NULL",
    set: "ip_address = NULL, used_at = coalesce(used_at, now())",
  },
  { table: "KnownDevice", of: ["user_id"], where: "true" },
  { table: "IdempotencyKey", of: ["user_id"], where: "true" },
];

/** Rows that one statement changes at most: short locks, and no flood for the replicas. */
const slice = 500;

/** Empties one slice of what is left. */
export function emptySlice({ table, of, where, set }: Leftover, userId: string): RawBuilder<unknown> {
  const from = sql.table(table);
  const owned = sql.join(
    of.map((column) => sql`${sql.ref(column)} = ${userId}`),
    sql` or `,
  );
  const rows = sql`ctid = any (array(select ctid from ${from} where (${owned}) and (${sql.raw(where)}) limit ${sql.lit(slice)} for update))`;
  return set ? sql`update ${from} set ${sql.raw(set)} where ${rows}` : sql`delete from ${from} where ${rows}`;
}
