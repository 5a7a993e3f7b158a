import type { Generated } from "kysely";
import type { Role } from "../../accounts/account.ts";
import type { CreatedAt, Json, MomentByDefault } from "./columns.ts";

/** Accounts, their sessions and what proves them. */
export interface AccountTables {
  User: UserTable;
  UserSession: UserSessionTable;
  EmailVerification: EmailVerificationTable;
  password_reset_tokens: PasswordResetTokenTable;
  AccountKey: AccountKeyTable;
  IdempotencyKey: IdempotencyKeyTable;
}

interface UserTable {
  id: Generated<string>;
  username: string;
  email: string;
  password_hash: string | null;
  /** Imported without a usable password hash: signing in is impossible until a new password is set. */
  password_must_be_reset: Generated<boolean>;
  email_verified_at: Date | null;
  role: Generated<Role>;
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

interface AccountKeyTable {
  user_id: string;
  /** Encrypted by the master key; null once it was destroyed. */
  sealed_key: Buffer | null;
  created_at: CreatedAt;
}

interface IdempotencyKeyTable {
  user_id: string;
  key: string;
  request_hash: Buffer;
  answer: Json<unknown>;
  created_at: CreatedAt;
}
