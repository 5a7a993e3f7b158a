import { type RawBuilder, sql } from "kysely";
import type { Purpose } from "../privacy/vault.ts";

/** One part of what a person gets of themselves. */
export interface Part {
  /** Its name in the file. */
  name: string;
  table: string;
  /** Columns that hold the account's id. */
  of: readonly string[];
  columns: readonly string[];
  /** Which rows; default: all. Never what would show that somebody else blocked or reported the person. */
  where?: string;
  /** Columns sealed under the account's key, with what they are sealed for. */
  sealed?: Readonly<Record<string, Purpose>>;
}

/** Everything about oneself, with ids instead of others' names. What only others said of the person is not in it. */
export const parts: readonly Part[] = [
  {
    name: "profile",
    table: "UserProfile",
    of: ["user_id"],
    columns: ["display_name", "about", "time_zone", "suggestions", "reminders", "created_at", "updated_at"],
    sealed: { communication_sealed: "needs", sensory_sealed: "needs" },
  },
  {
    name: "profileShownTo",
    table: "UserProfile",
    of: ["user_id"],
    columns: [
      ...["about_shown_to", "time_zone_shown_to", "games_shown_to", "availability_shown_to"],
      ...["communication_shown_to", "sensory_shown_to"],
    ],
  },
  {
    name: "games",
    table: "UserGamePreference",
    of: ["user_id"],
    columns: ["game_id", "liking", "platform", "created_at", "updated_at", "removed_at"],
  },
  {
    name: "weekZone",
    table: "UserWeek",
    of: ["user_id"],
    columns: ["time_zone", "created_at", "updated_at"],
  },
  {
    name: "week",
    table: "UserAvailability",
    of: ["user_id"],
    columns: ["weekday", "starts_at", "ends_at", "created_at", "removed_at"],
  },
  {
    name: "weekExceptions",
    table: "AvailabilityException",
    of: ["user_id"],
    columns: ["on_date", "kind", "starts_at", "ends_at", "created_at", "removed_at"],
  },
  {
    name: "friends",
    table: "UserFriends",
    of: ["user_id", "friend_id"],
    columns: ["user_id", "friend_id", "status", "created_at"],
    where: "status = 'accepted'",
  },
  {
    name: "blocks",
    table: "UserBlock",
    of: ["blocker_id"],
    columns: ["blocked_id", "mode", "created_at", "ended_at"],
  },
  {
    name: "groupsOwned",
    table: "Pool",
    of: ["owner_id"],
    columns: ["id", "name", "created_at", "closed_at"],
  },
  { name: "pools", table: "PoolMember", of: ["user_id"], columns: ["pool_id", "created_at", "left_at"] },
  {
    name: "codes",
    table: "InviteCode",
    of: ["owner_id"],
    columns: ["pool_id", "most_uses", "uses", "created_at", "expires_at", "revoked_at"],
  },
  {
    name: "gameRequestsSent",
    table: "GameRequest",
    of: ["sender_id"],
    columns: ["id", "recipient_id", "game_id", "proposed_for", "created_at"],
  },
  {
    name: "sessions",
    table: "SessionPerson",
    of: ["user_id"],
    columns: ["session_id", "is_host", "state", "agreed_at", "during", "attendance", "created_at"],
    where: "state IN ('going', 'declined', 'left')",
  },
  {
    name: "reportsMade",
    table: "Report",
    of: ["reporter_id"],
    columns: ["id", "category", "status", "created_at", "decided_at"],
  },
  {
    name: "trustedContacts",
    table: "TrustedContact",
    of: ["user_id"],
    columns: ["fields", "status", "created_at", "answered_at", "ended_at"],
    sealed: { name_sealed: "trusted_contact", address_sealed: "trusted_contact" },
  },
  {
    name: "helpRequests",
    table: "HelpRequest",
    of: ["user_id"],
    columns: ["trusted_contact_id", "created_at"],
  },
  {
    name: "notices",
    table: "UserNotifications",
    of: ["user_id"],
    columns: ["kind", "created_at", "read_at"],
    where: "channel = 'in_app' AND number IS NOT NULL",
  },
  {
    name: "noticeSettings",
    table: "NoticeSettings",
    of: ["user_id"],
    columns: ["low_energy", "low_energy_until", "digest_times"],
  },
  {
    name: "noticeChoices",
    table: "NoticeChoice",
    of: ["user_id"],
    columns: ["topic", "channel", "timing", "passes_quiet"],
  },
  { name: "quietHours", table: "QuietHours", of: ["user_id"], columns: ["channel", "windows"] },
  {
    name: "signedIn",
    table: "UserSession",
    of: ["user_id"],
    columns: ["ip_address", "user_agent", "created_at", "last_used_at", "revoked_at", "ended_because"],
  },
  { name: "knownBrowsers", table: "KnownDevice", of: ["user_id"], columns: ["created_at", "last_used_at"] },
  {
    name: "discord",
    table: "AccountLink",
    of: ["user_id"],
    columns: ["provider", "subject", "created_at", "ended_at"],
  },
  {
    name: "mails",
    table: "OutgoingMail",
    of: ["user_id"],
    columns: ["kind", "created_at", "outcome", "ended_at"],
  },
];

/** Rows of one part at most; nobody has as many. */
const most = 20_000;

/** The rows of a part. */
export function partRows({ table, of, columns, where, sealed }: Part, userId: string) {
  const owned = sql.join(
    of.map((column) => sql`${sql.ref(column)} = ${userId}`),
    sql` or `,
  );
  const wanted = [...columns, ...Object.keys(sealed ?? {})].map((column) => sql.ref(column));
  const rows: RawBuilder<Record<string, unknown>> = sql`select ${sql.join(wanted)} from ${sql.table(table)}
    where (${owned}) and (${sql.raw(where ?? "true")}) limit ${sql.lit(most)}`;
  return rows;
}
