import type { ColumnType, Generated } from "kysely";
import type { Channel, Timing } from "../../notices/channels.ts";
import type { CreatedAt, MomentByDefault } from "./columns.ts";

/** Not null because of its default, and left out where that is meant. */
type Moment = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Why something waits before it is delivered. */
export type Held = "quiet_hours" | "digest" | "low_energy" | "retry";
/** Why something is never delivered. */
export type Ended = "withdrawn" | "too_late" | "no_address" | "failed";

/** Tables of notices, and of the ways in which they go out. */
export interface NoticeTables {
  UserNotifications: UserNotificationsTable;
  NoticeSettings: NoticeSettingsTable;
  NoticeChoice: NoticeChoiceTable;
  QuietHours: QuietHoursTable;
  PushSubscription: PushSubscriptionTable;
  DiscordEvent: DiscordEventTable;
}

interface UserNotificationsTable {
  id: Generated<string>;
  user_id: string;
  kind: string;
  details: ColumnType<Record<string, unknown>, string | undefined, never>;
  channel: Generated<Channel>;
  created_at: CreatedAt;
  sent_at: Date | null;
  read_at: Date | null;
  /** `bigint`: the driver reads it as text. */
  number: ColumnType<string | null, string | null | undefined, string | null>;
  key: string | null;
  about_id: string | null;
  deliver_at: Moment;
  held: Held | null;
  digest: Generated<boolean>;
  useful_until: Date | null;
  attempts: Generated<number>;
  claimed_until: Date | null;
  ended: Ended | null;
  ended_at: Date | null;
}

interface NoticeSettingsTable {
  user_id: string;
  last_number: Generated<string>;
  low_energy: Generated<boolean>;
  low_energy_until: Date | null;
  /** Local times as `18:00:00`. */
  digest_times: ColumnType<string[], string[] | undefined, string[]>;
  created_at: CreatedAt;
  updated_at: MomentByDefault;
}

interface NoticeChoiceTable {
  user_id: string;
  topic: string;
  channel: Channel;
  timing: Timing;
  passes_quiet: Generated<boolean>;
  updated_at: MomentByDefault;
}

interface QuietHoursTable {
  user_id: string;
  channel: Channel;
  windows: ColumnType<unknown, string, string>;
  updated_at: MomentByDefault;
}

interface PushSubscriptionTable {
  id: Generated<string>;
  user_id: string;
  session_id: string;
  endpoint_hash: Buffer;
  sealed: Buffer;
  created_at: CreatedAt;
  revoked_at: Date | null;
}

interface DiscordEventTable {
  session_id: string;
  guild_id: string;
  event_id: string | null;
  wanted: Generated<boolean>;
  created_at: CreatedAt;
  updated_at: MomentByDefault;
}
