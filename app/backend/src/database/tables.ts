import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { CreatedAt, MomentByDefault } from "./tables/columns.ts";
import type { PlayingTables } from "./tables/playing.ts";

/** Tables by their exact names; `migrations/` defines them. */
export interface Tables extends PlayingTables {
  User: UserTable;
  UserSession: UserSessionTable;
  UserFriends: UserFriendsTable;
  UserNotifications: UserNotificationsTable;
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

interface UserFriendsTable {
  id: Generated<string>;
  user_id: string;
  friend_id: string;
  status: Generated<"pending" | "accepted" | "declined" | "ended">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
}

interface UserNotificationsTable {
  id: Generated<string>;
  user_id: string;
  kind: string;
  /** JSON text. */
  details: Generated<string>;
  channel: Generated<"in_app" | "email" | "discord">;
  created_at: CreatedAt;
  sent_at: Date | null;
  read_at: Date | null;
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
