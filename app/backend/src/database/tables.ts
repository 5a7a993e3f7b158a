import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { NoticesTables } from "./tables/notices.ts";

type CreatedAt = ColumnType<Date, never, never>;
/** Set by the database unless given; the reference data gives it. */
type MomentByDefault = ColumnType<Date, Date | undefined, Date>;

/** Tables by their exact names; `migrations/` defines them. */
export interface Tables extends NoticesTables {
  User: UserTable;
  UserProfile: UserProfileTable;
  UserSession: UserSessionTable;
  Game: GameTable;
  GameRequest: GameRequestTable;
  ScheduledSession: ScheduledSessionTable;
  UserGamePreference: UserGamePreferenceTable;
  UserAvailability: UserAvailabilityTable;
  UserFriends: UserFriendsTable;
  EmailVerification: EmailVerificationTable;
  password_reset_tokens: PasswordResetTokenTable;
  audit_log: AuditLogTable;
  schema_version: SchemaVersionTable;
}

interface UserTable {
  id: Generated<string>;
  username: string;
  email: string;
  password_hash: string | null;
  /** Imported without a usable password hash: signing in is impossible until a new password is set. */
  password_must_be_reset: Generated<boolean>;
  email_verified_at: Date | null;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserProfileTable {
  user_id: string;
  display_name: string;
  about: Generated<string>;
  time_zone: Generated<string>;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserSessionTable {
  id: Generated<string>;
  user_id: string;
  token_hash: Buffer;
  ip_address: string | null;
  user_agent: string | null;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Date | null;
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

interface EmailVerificationTable {
  id: Generated<string>;
  user_id: string;
  email: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

interface PasswordResetTokenTable {
  id: Generated<string>;
  user_id: string;
  token_hash: Buffer;
  ip_address: string | null;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
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
