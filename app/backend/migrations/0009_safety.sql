-- protection: friendships get the moment of their answer and their end, and who ended them
-- Who may meet whom: blocks, pools, codes, questions, reports, trusted contacts. Nothing cascades, and nothing is deleted: what is over
-- has the moment of its end.
-- Names are found by their beginning.
CREATE INDEX "User_name_prefix_idx" ON "User" (lower(username) text_pattern_ops);

CREATE TABLE "UserBlock" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  blocker_id uuid NOT NULL REFERENCES "User" (id),
  blocked_id uuid NOT NULL REFERENCES "User" (id),
  -- hide: neither exists for the other. warn: the one who chose it is told before they join something with the other.
  mode text NOT NULL DEFAULT 'hide' CHECK (mode IN ('hide', 'warn')),
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz CHECK (ended_at >= created_at),
  CONSTRAINT "UserBlock_not_oneself" CHECK (blocker_id <> blocked_id)
);
CREATE UNIQUE INDEX "UserBlock_pair_key" ON "UserBlock" (blocker_id, blocked_id) WHERE ended_at IS NULL;
CREATE INDEX "UserBlock_blocked_id_idx" ON "UserBlock" (blocked_id, blocker_id) WHERE ended_at IS NULL;

-- People who have agreed that the others in it may find them: those who look for players of a game, or a group with a code.
CREATE TABLE "Pool" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('game', 'group')),
  game_id uuid REFERENCES "Game" (id),
  name text CHECK (length(name) BETWEEN 1 AND 60),
  owner_id uuid REFERENCES "User" (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  CONSTRAINT "Pool_of_a_game_or_a_group" CHECK (
    CASE kind
      WHEN 'game' THEN game_id IS NOT NULL AND name IS NULL AND owner_id IS NULL
      ELSE game_id IS NULL AND name IS NOT NULL AND owner_id IS NOT NULL
    END)
);
CREATE UNIQUE INDEX "Pool_game_id_key" ON "Pool" (game_id) WHERE kind = 'game';
CREATE INDEX "Pool_owner_id_idx" ON "Pool" (owner_id) WHERE kind = 'group';

CREATE TABLE "PoolMember" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pool_id uuid NOT NULL REFERENCES "Pool" (id),
  user_id uuid NOT NULL REFERENCES "User" (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz
);
CREATE UNIQUE INDEX "PoolMember_user_id_key" ON "PoolMember" (user_id, pool_id) WHERE left_at IS NULL;
-- Also who has left: people who have met can report each other.
CREATE INDEX "PoolMember_user_id_idx" ON "PoolMember" (user_id, pool_id);
CREATE INDEX "PoolMember_pool_id_idx" ON "PoolMember" (pool_id, created_at DESC, id DESC) WHERE left_at IS NULL;

-- Two people who may find each other without being friends: one used the other's code, or they agreed to play together.
CREATE TABLE "UserAcquaintance" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  low_id uuid NOT NULL REFERENCES "User" (id),
  high_id uuid NOT NULL REFERENCES "User" (id),
  source text NOT NULL CHECK (source IN ('code', 'session')),
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT "UserAcquaintance_in_order" CHECK (low_id < high_id)
);
CREATE INDEX "UserAcquaintance_low_id_idx" ON "UserAcquaintance" (low_id, high_id);
CREATE UNIQUE INDEX "UserAcquaintance_pair_key" ON "UserAcquaintance" (low_id, high_id) WHERE ended_at IS NULL;
CREATE INDEX "UserAcquaintance_high_id_idx" ON "UserAcquaintance" (high_id, low_id) WHERE ended_at IS NULL;

-- A code that one person gives to another by hand. Only its SHA-256 is kept.
CREATE TABLE "InviteCode" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_id uuid NOT NULL REFERENCES "User" (id),
  -- The group that it opens; null when it only makes the two people known to each other.
  pool_id uuid REFERENCES "Pool" (id),
  code_hash bytea NOT NULL UNIQUE CHECK (octet_length(code_hash) = 32),
  most_uses smallint NOT NULL CHECK (most_uses BETWEEN 1 AND 20),
  uses smallint NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND most_uses),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at AND expires_at <= created_at + interval '31 days'),
  revoked_at timestamptz
);
CREATE INDEX "InviteCode_owner_id_idx" ON "InviteCode" (owner_id, created_at DESC);
CREATE INDEX "InviteCode_pool_id_idx" ON "InviteCode" (pool_id) WHERE pool_id IS NOT NULL;

CREATE TABLE "InviteCodeUse" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code_id uuid NOT NULL REFERENCES "InviteCode" (id),
  user_id uuid NOT NULL REFERENCES "User" (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "InviteCodeUse_once_a_person" UNIQUE (code_id, user_id)
);
CREATE INDEX "InviteCodeUse_user_id_idx" ON "InviteCodeUse" (user_id);

-- Every question from one person to another that needs a yes: friendship, a request to play, a place in a session.
CREATE TABLE "ContactQuestion" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  asker_id uuid NOT NULL REFERENCES "User" (id),
  asked_id uuid NOT NULL REFERENCES "User" (id),
  kind text NOT NULL CHECK (kind IN ('friendship', 'game_request', 'session')),
  -- The row in which the question is told: UserFriends, GameRequest or the place in a session.
  about_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'yes', 'no', 'withdrawn', 'expired', 'ended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz,
  CONSTRAINT "ContactQuestion_not_to_oneself" CHECK (asker_id <> asked_id),
  CONSTRAINT "ContactQuestion_answered" CHECK ((status = 'open') = (answered_at IS NULL))
);
-- One open question between two people, no matter who asked and what it is about.
CREATE UNIQUE INDEX "ContactQuestion_pair_key" ON "ContactQuestion" (least(asker_id, asked_id), greatest(asker_id, asked_id))
  WHERE status = 'open';
CREATE INDEX "ContactQuestion_asker_id_idx" ON "ContactQuestion" (asker_id, created_at DESC);
CREATE INDEX "ContactQuestion_cool_down_idx" ON "ContactQuestion" (asker_id, asked_id, answered_at DESC);
CREATE INDEX "ContactQuestion_open_asker_idx" ON "ContactQuestion" (asker_id, asked_id) WHERE status = 'open';
CREATE INDEX "ContactQuestion_open_asked_idx" ON "ContactQuestion" (asked_id, asker_id) WHERE status = 'open';
CREATE UNIQUE INDEX "ContactQuestion_about_key" ON "ContactQuestion" (about_id, asked_id);

ALTER TABLE "UserFriends"
  ADD COLUMN answered_at timestamptz,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_by uuid REFERENCES "User" (id);
CREATE INDEX "UserFriends_friends_of_idx" ON "UserFriends" (user_id, friend_id) WHERE status = 'accepted';
CREATE INDEX "UserFriends_friends_with_idx" ON "UserFriends" (friend_id, user_id) WHERE status = 'accepted';

-- Whether first contact is open: one row. A heartbeat that is too old closes it.
CREATE TABLE "ModerationStatus" (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  open boolean NOT NULL DEFAULT true,
  checked_at timestamptz NOT NULL DEFAULT '-infinity',
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by uuid REFERENCES "User" (id)
);
INSERT INTO "ModerationStatus" DEFAULT VALUES;

-- Its words are sealed under a key of the report's own, which outlives the accounts and is destroyed at keep_until.
CREATE TABLE "Report" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reporter_id uuid NOT NULL REFERENCES "User" (id),
  subject_id uuid NOT NULL REFERENCES "User" (id),
  category text NOT NULL CHECK (category IN
    ('unwanted_contact', 'insult', 'threat', 'sexual', 'contact_details', 'pretending', 'under_age', 'self_harm', 'other')),
  -- What it is about, if it is about one thing.
  about_kind text CHECK (about_kind IN ('profile', 'friendship', 'game_request', 'session', 'group')),
  about_id uuid,
  -- Key of this report alone, itself encrypted under the master key; null once it was destroyed.
  sealed_key bytea CHECK (octet_length(sealed_key) <= 200),
  words_sealed bytea CHECK (octet_length(words_sealed) <= 40000),
  -- What the reported thing looked like when it was reported.
  evidence_sealed bytea CHECK (octet_length(evidence_sealed) <= 40000),
  status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'assigned', 'decided', 'appealed', 'closed')),
  assignee_id uuid REFERENCES "User" (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  assigned_at timestamptz,
  decided_at timestamptz,
  keep_until timestamptz NOT NULL CHECK (keep_until > created_at),
  -- When the words became unreadable, because their key was destroyed.
  emptied_at timestamptz,
  CONSTRAINT "Report_not_about_oneself" CHECK (reporter_id <> subject_id),
  CONSTRAINT "Report_about_one_thing" CHECK ((about_kind IS NULL) = (about_id IS NULL))
);
CREATE INDEX "Report_queue_idx" ON "Report" (created_at, id) WHERE status IN ('received', 'assigned', 'appealed');
CREATE INDEX "Report_reporter_id_idx" ON "Report" (reporter_id, created_at DESC);
CREATE INDEX "Report_subject_id_idx" ON "Report" (subject_id, created_at DESC);
CREATE INDEX "Report_assignee_id_idx" ON "Report" (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX "Report_keep_until_idx" ON "Report" (keep_until) WHERE emptied_at IS NULL;

-- What moderators write to each other. Neither reporter nor subject ever sees it.
CREATE TABLE "ReportNote" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL REFERENCES "Report" (id),
  author_id uuid NOT NULL REFERENCES "User" (id),
  words_sealed bytea CHECK (octet_length(words_sealed) <= 40000),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX "ReportNote_report_id_idx" ON "ReportNote" (report_id, created_at);

CREATE TABLE "ReportDecision" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL REFERENCES "Report" (id),
  decided_by uuid NOT NULL REFERENCES "User" (id),
  stage text NOT NULL CHECK (stage IN ('first', 'appeal')),
  outcome text NOT NULL CHECK (outcome IN ('nothing_found', 'warned', 'suspended', 'ended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "ReportDecision_once_a_stage" UNIQUE (report_id, stage)
);

-- Reporter or subject asks that another moderator decides again.
CREATE TABLE "ReportAppeal" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL UNIQUE REFERENCES "Report" (id),
  asked_by uuid NOT NULL REFERENCES "User" (id),
  words_sealed bytea CHECK (octet_length(words_sealed) <= 40000),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX "ReportAppeal_asked_by_idx" ON "ReportAppeal" (asked_by);

-- What was decided about an account. A suspension without an end is the end of the account.
CREATE TABLE "Sanction" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  report_id uuid NOT NULL REFERENCES "Report" (id),
  kind text NOT NULL CHECK (kind IN ('warning', 'suspension', 'ended')),
  until timestamptz,
  created_by uuid NOT NULL REFERENCES "User" (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  lifted_at timestamptz,
  lifted_by uuid REFERENCES "User" (id),
  CONSTRAINT "Sanction_until" CHECK ((kind = 'suspension') = (until IS NOT NULL))
);
CREATE INDEX "Sanction_user_id_idx" ON "Sanction" (user_id) WHERE lifted_at IS NULL AND kind <> 'warning';
CREATE INDEX "Sanction_report_id_idx" ON "Sanction" (report_id);

-- Somebody whom an adult has chosen and who has agreed. They need no account: they have a link of their own.
CREATE TABLE "TrustedContact" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  -- Name and address, sealed under the key of the account that chose them.
  name_sealed bytea NOT NULL CHECK (octet_length(name_sealed) <= 1000),
  address_sealed bytea NOT NULL CHECK (octet_length(address_sealed) <= 2000),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  -- Fields that the contact may see; asking for help needs none.
  fields text[] NOT NULL DEFAULT '{}' CHECK (fields <@ ARRAY['username', 'next_session', 'sessions_this_week', 'needs']),
  status text NOT NULL DEFAULT 'invited' CHECK (status IN ('invited', 'agreed', 'declined', 'ended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  answered_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX "TrustedContact_user_id_idx" ON "TrustedContact" (user_id, created_at DESC);

CREATE TABLE "HelpRequest" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  trusted_contact_id uuid NOT NULL REFERENCES "TrustedContact" (id),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX "HelpRequest_user_id_idx" ON "HelpRequest" (user_id, created_at DESC);
CREATE INDEX "HelpRequest_trusted_contact_id_idx" ON "HelpRequest" (trusted_contact_id);
