import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { AccountsTables } from "./tables/accounts.ts";
import type { CreatedAt, MomentByDefault } from "./tables/columns.ts";
import type { NoticesTables } from "./tables/notices.ts";

/** Tables by their exact names; `migrations/` defines them. */
export interface Tables extends AccountsTables, NoticesTables {
  UserProfile: UserProfileTable;
  Game: GameTable;
  GameRequest: GameRequestTable;
  ScheduledSession: ScheduledSessionTable;
  UserGamePreference: UserGamePreferenceTable;
  UserAvailability: UserAvailabilityTable;
  UserFriends: UserFriendsTable;
  audit_log: AuditLogTable;
  schema_version: SchemaVersionTable;
}

interface UserProfileTable {
  user_id: string;
  display_name: string;
  about: Generated<string>;
  time_zone: Generated<string>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface GameTable {
  id: Generated<string>;
  name: string;
  description: Generated<string>;
  min_players: Generated<number>;
  max_players: number;
  created_at: MomentByDefault;
}

/** State of a game request. */
export type GameRequestStatus = "pending" | "accepted" | "declined" | "cancelled";

interface GameRequestTable {
  id: Generated<string>;
  sender_id: string;
  recipient_id: string;
  game_id: string;
  proposed_for: Date;
  status: Generated<GameRequestStatus>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface ScheduledSessionTable {
  id: Generated<string>;
  game_request_id: string;
  game_id: string;
  host_id: string;
  guest_id: string;
  starts_at: Date;
  ends_at: Date;
  status: Generated<"scheduled" | "completed" | "cancelled">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserGamePreferenceTable {
  id: Generated<string>;
  user_id: string;
  game_id: string;
  liking: Generated<"favourite" | "likes" | "not_for_me">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserAvailabilityTable {
  id: Generated<string>;
  user_id: string;
  /** 1 is Monday. */
  weekday: number;
  /** Time of day as `HH:MM:SS`, in the time zone of the profile. */
  starts_at: string;
  ends_at: string;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserFriendsTable {
  id: Generated<string>;
  user_id: string;
  friend_id: string;
  status: Generated<"pending" | "accepted" | "declined" | "ended">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

/** Importance of an action, lowest first. */
export type Severity = "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";

interface AuditLogTable {
  id: GeneratedAlways<string>;
  timestamp: Date;
  correlation_id: string;
  action: string;
  resource_type: string;
  resource_id: string | null;
  severity: Severity;
  user_id: string | null;
  username: string | null;
  user_email: string | null;
  ip_address: string | null;
  user_agent: string | null;
  function: string;
  request_path: string | null;
  request_method: string | null;
  /** JSON text. */
  arguments: string;
  /** JSON text. */
  result: string | null;
  success: boolean;
  error: string | null;
  duration_ms: number;
  created_at: CreatedAt;
}

interface SchemaVersionTable {
  version: number;
  name: string;
  checksum: string;
  applied_at: CreatedAt;
  applied_by: ColumnType<string, never, never>;
}
