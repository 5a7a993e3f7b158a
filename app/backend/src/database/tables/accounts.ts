import type { Generated } from "kysely";
import type { CreatedAt, Json, MomentByDefault } from "./columns.ts";

/** Tables of accounts, of how people sign in, and of mail. */
export interface AccountsTables {
  User: UserTable;
  UserSession: UserSessionTable;
  EmailVerification: EmailVerificationTable;
  password_reset_tokens: PasswordResetTokenTable;
  PendingSignUp: PendingSignUpTable;
  KnownDevice: KnownDeviceTable;
  AccountKey: AccountKeyTable;
  IdempotencyKey: IdempotencyKeyTable;
  Throttle: ThrottleTable;
  AccountLink: AccountLinkTable;
  OutgoingMail: OutgoingMailTable;
  HeldName: HeldNameTable;
  Erasure: ErasureTable;
}

/** State of an account; a deleted one is an empty row that others' rows still refer to. */
export type AccountStatus = "active" | "suspended" | "deleted";

/** What an account may do beyond its own affairs. */
export type Role = "member" | "moderator" | "admin";

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
  status: Generated<AccountStatus>;
  role: Generated<Role>;
  /** "I am this many years old or older." */
  age_confirmed: number | null;
  age_confirmed_at: Date | null;
}

/** Why a session ended. */
export type SessionEnd =
  | "signed_out"
  | "ended_by_owner"
  | "signed_in_again"
  | "password_changed"
  | "suspended"
  | "erased";

interface UserSessionTable {
  id: Generated<string>;
  user_id: string;
  token_hash: Buffer;
  ip_address: string | null;
  user_agent: string | null;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: MomentByDefault;
  rotated_at: Date | null;
  ended_because: SessionEnd | null;
}

/** What follows when a link proves that somebody reads an address. */
export type ProofPurpose = "address" | "deletion";

interface EmailVerificationTable {
  id: Generated<string>;
  user_id: string;
  email: string;
  purpose: Generated<ProofPurpose>;
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

interface PendingSignUpTable {
  id: Generated<string>;
  username: string;
  email: string;
  token_hash: Buffer;
  age_confirmed: number;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

interface KnownDeviceTable {
  id: Generated<string>;
  user_id: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  last_used_at: MomentByDefault;
  expires_at: Date;
}

interface AccountKeyTable {
  user_id: string;
  /** Null once it was destroyed. */
  sealed_key: Buffer | null;
  created_at: CreatedAt;
  destroyed_at: Date | null;
}

interface IdempotencyKeyTable {
  user_id: string;
  key: string;
  /** SHA-256 of the request. */
  request_hash: Buffer;
  status: number;
  answer: Json<unknown>;
  created_at: CreatedAt;
}

interface ThrottleTable {
  key: Buffer;
  empty_at: Date;
}

interface AccountLinkTable {
  id: Generated<string>;
  user_id: string;
  provider: "discord";
  /** The account's id there; null once the link has ended. */
  subject: string | null;
  created_at: CreatedAt;
  ended_at: Date | null;
}

/** What became of a mail. */
export type MailOutcome = "sent" | "dropped" | "failed" | "unsent";

interface OutgoingMailTable {
  id: Generated<string>;
  key: string;
  kind: string;
  user_id: string | null;
  /** Null once it was sent or given up. */
  sealed_contents: Buffer | null;
  created_at: CreatedAt;
  expires_at: Date;
  next_try_at: MomentByDefault;
  tries: Generated<number>;
  last_problem: string | null;
  outcome: MailOutcome | null;
  ended_at: Date | null;
}

interface HeldNameTable {
  name_hash: Buffer;
  user_id: string;
  until: Date;
}

interface ErasureTable {
  user_id: string;
  asked_at: MomentByDefault;
  due_at: Date;
  undone_at: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
}
