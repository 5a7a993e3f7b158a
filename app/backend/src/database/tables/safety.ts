import type { ColumnType, Generated } from "kysely";
import type { MomentByDefault } from "./columns.ts";

/** Set by the database, and never changed. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;
/** Empty until something happened. */
type Moment = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Who may meet whom, and what is reported; `migrations/0009_safety.sql` defines them. */
export interface SafetyTables {
  UserFriends: UserFriendsTable;
  UserBlock: UserBlockTable;
  Pool: PoolTable;
  PoolMember: PoolMemberTable;
  UserAcquaintance: UserAcquaintanceTable;
  InviteCode: InviteCodeTable;
  InviteCodeUse: InviteCodeUseTable;
  ContactQuestion: ContactQuestionTable;
  ModerationStatus: ModerationStatusTable;
  Report: ReportTable;
  ReportNote: ReportNoteTable;
  ReportDecision: ReportDecisionTable;
  ReportAppeal: ReportAppealTable;
  Sanction: SanctionTable;
  TrustedContact: TrustedContactTable;
  HelpRequest: HelpRequestTable;
}

/** hide: neither exists for the other. warn: the one who chose it is told before they join something with the other. */
export type BlockMode = "hide" | "warn";

interface UserFriendsTable {
  id: Generated<string>;
  /** Who asked. */
  user_id: string;
  friend_id: string;
  status: Generated<"pending" | "accepted" | "declined" | "ended">;
  created_at: MomentByDefault;
  updated_at: MomentByDefault;
  answered_at: Moment;
  ended_at: Moment;
  ended_by: string | null;
}

interface UserBlockTable {
  id: Generated<string>;
  blocker_id: string;
  blocked_id: string;
  mode: Generated<BlockMode>;
  created_at: CreatedAt;
  ended_at: Moment;
}

interface PoolTable {
  id: Generated<string>;
  kind: "game" | "group";
  game_id: string | null;
  name: string | null;
  owner_id: string | null;
  created_at: CreatedAt;
  closed_at: Moment;
}

interface PoolMemberTable {
  id: Generated<string>;
  pool_id: string;
  user_id: string;
  created_at: CreatedAt;
  left_at: Moment;
}

/** How two people became known to each other. */
export type AcquaintanceSource = "code" | "session";

interface UserAcquaintanceTable {
  id: Generated<string>;
  low_id: string;
  high_id: string;
  source: AcquaintanceSource;
  created_at: CreatedAt;
  ended_at: Moment;
}

interface InviteCodeTable {
  id: Generated<string>;
  owner_id: string;
  pool_id: string | null;
  code_hash: Buffer;
  most_uses: number;
  uses: Generated<number>;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Moment;
}

interface InviteCodeUseTable {
  id: Generated<string>;
  code_id: string;
  user_id: string;
  created_at: CreatedAt;
}

/** What one person may ask another. */
export type QuestionKind = "friendship" | "game_request" | "session";
/** ended: it was closed by a block, a deleted account or a sanction. */
export type QuestionStatus = "open" | "yes" | "no" | "withdrawn" | "expired" | "ended";

interface ContactQuestionTable {
  id: Generated<string>;
  asker_id: string;
  asked_id: string;
  kind: QuestionKind;
  /** The row in which the question is told. */
  about_id: string;
  status: Generated<QuestionStatus>;
  created_at: CreatedAt;
  answered_at: Moment;
}

interface ModerationStatusTable {
  /** Always 1. */
  id: Generated<number>;
  open: Generated<boolean>;
  checked_at: ColumnType<Date, Date | undefined, Date>;
  changed_at: ColumnType<Date, Date | undefined, Date>;
  changed_by: string | null;
}

/** What a report is about. */
export type ReportCategory =
  | "unwanted_contact"
  | "insult"
  | "threat"
  | "sexual"
  | "contact_details"
  | "pretending"
  | "under_age"
  | "self_harm"
  | "other";

/** State of a report. */
export type ReportStatus = "received" | "assigned" | "decided" | "appealed" | "closed";

interface ReportTable {
  id: Generated<string>;
  reporter_id: string;
  subject_id: string;
  category: ReportCategory;
  about_kind: "profile" | "friendship" | "game_request" | "session" | "group" | null;
  about_id: string | null;
  sealed_key: Buffer | null;
  words_sealed: Buffer | null;
  evidence_sealed: Buffer | null;
  status: Generated<ReportStatus>;
  assignee_id: string | null;
  created_at: CreatedAt;
  assigned_at: Moment;
  decided_at: Moment;
  keep_until: Date;
  emptied_at: Moment;
}

interface ReportNoteTable {
  id: Generated<string>;
  report_id: string;
  author_id: string;
  words_sealed: Buffer | null;
  created_at: CreatedAt;
}

/** What a moderator decided. */
export type Outcome = "nothing_found" | "warned" | "suspended" | "ended";

interface ReportDecisionTable {
  id: Generated<string>;
  report_id: string;
  decided_by: string;
  stage: "first" | "appeal";
  outcome: Outcome;
  created_at: CreatedAt;
}

interface ReportAppealTable {
  id: Generated<string>;
  report_id: string;
  asked_by: string;
  words_sealed: Buffer | null;
  created_at: CreatedAt;
}

interface SanctionTable {
  id: Generated<string>;
  user_id: string;
  report_id: string;
  kind: "warning" | "suspension" | "ended";
  until: Date | null;
  created_by: string;
  created_at: CreatedAt;
  lifted_at: Moment;
  lifted_by: string | null;
}

interface TrustedContactTable {
  id: Generated<string>;
  user_id: string;
  name_sealed: Buffer;
  address_sealed: Buffer;
  token_hash: Buffer;
  fields: Generated<string[]>;
  status: Generated<"invited" | "agreed" | "declined" | "ended">;
  created_at: CreatedAt;
  expires_at: Date;
  answered_at: Moment;
  ended_at: Moment;
}

interface HelpRequestTable {
  id: Generated<string>;
  user_id: string;
  trusted_contact_id: string;
  created_at: CreatedAt;
}
