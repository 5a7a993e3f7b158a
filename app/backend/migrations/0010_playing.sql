-- protection: requests can be countered and expire, sessions are agreed by a script and have two to many people, availability has its own zone
-- Playing together. What is over keeps its row, with the moment of its end. Nothing cascades.

-- Who may see which field of a profile. The display name goes with the name: anyone who may see the person sees it.
ALTER TABLE "UserProfile"
  ADD COLUMN about_shown_to text NOT NULL DEFAULT 'nobody' CHECK (about_shown_to IN ('nobody', 'friends', 'acquaintances')),
  ADD COLUMN time_zone_shown_to text NOT NULL DEFAULT 'nobody' CHECK (time_zone_shown_to IN ('nobody', 'friends', 'acquaintances')),
  ADD COLUMN games_shown_to text NOT NULL DEFAULT 'nobody' CHECK (games_shown_to IN ('nobody', 'friends', 'acquaintances')),
  ADD COLUMN availability_shown_to text NOT NULL DEFAULT 'nobody' CHECK (availability_shown_to IN ('nobody', 'friends', 'acquaintances')),
  ADD COLUMN communication_shown_to text NOT NULL DEFAULT 'nobody' CHECK (communication_shown_to IN ('nobody', 'friends', 'acquaintances')),
  ADD COLUMN sensory_shown_to text NOT NULL DEFAULT 'nobody' CHECK (sensory_shown_to IN ('nobody', 'friends', 'acquaintances')),
  -- How somebody likes to communicate and what their senses need: health-grade, sealed under the account's own key.
  ADD COLUMN communication_sealed bytea CHECK (octet_length(communication_sealed) <= 4000),
  ADD COLUMN sensory_sealed bytea CHECK (octet_length(sensory_sealed) <= 4000),
  ADD COLUMN suggestions boolean NOT NULL DEFAULT false,
  ADD COLUMN reminders text[] NOT NULL DEFAULT '{day_before,hour_before}'
    CHECK (reminders <@ ARRAY['day_before', 'hour_before', 'ten_minutes_before'] AND cardinality(reminders) <= 3),
  ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);

ALTER TABLE "UserGamePreference"
  ADD COLUMN platform text CHECK (platform IN ('pc', 'playstation', 'xbox', 'switch', 'mobile', 'browser')),
  ADD COLUMN removed_at timestamptz;

-- Somebody's week, in its own zone: moving house does not shift it.
CREATE TABLE "UserWeek" (
  user_id uuid PRIMARY KEY REFERENCES "User" (id),
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- A row with a span belongs to the week; one without came from before there was one, and its person is asked to confirm it.
-- A uuid is written as the IPv6 address with the same 128 bits, because GiST has operators for addresses and none for uuids.
ALTER TABLE "UserAvailability"
  DROP CONSTRAINT "UserAvailability_once_a_start",
  ADD COLUMN minutes_of_week int4range CHECK (lower(minutes_of_week) >= 0 AND upper(minutes_of_week) <= 10080),
  ADD COLUMN removed_at timestamptz,
  ADD CONSTRAINT "UserAvailability_minutes_are_its_times" CHECK (minutes_of_week = int4range(
    (weekday - 1) * 1440 + (extract(epoch FROM starts_at) / 60)::integer,
    (weekday - 1) * 1440 + (extract(epoch FROM ends_at) / 60)::integer)),
  ADD CONSTRAINT "UserAvailability_no_overlap" EXCLUDE USING gist (
    ((regexp_replace(replace(user_id::text, '-', ''), '(....)(?=.)', '\1:', 'g'))::inet) inet_ops WITH =,
    minutes_of_week WITH &&
  ) WHERE (removed_at IS NULL AND minutes_of_week IS NOT NULL);
CREATE INDEX "UserAvailability_user_id_idx" ON "UserAvailability" (user_id) WHERE removed_at IS NULL;

-- Hours of one date that are different from the week's: free or not, in the zone of the week.
CREATE TABLE "AvailabilityException" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  on_date date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('free', 'busy')),
  starts_at time NOT NULL,
  ends_at time NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  CONSTRAINT "AvailabilityException_ends_after_start" CHECK (ends_at > starts_at),
  CONSTRAINT "AvailabilityException_no_overlap" EXCLUDE USING gist (
    ((regexp_replace(replace(user_id::text, '-', ''), '(....)(?=.)', '\1:', 'g'))::inet) inet_ops WITH =,
    tsrange(on_date + starts_at, on_date + ends_at) WITH &&
  ) WHERE (removed_at IS NULL)
);
CREATE INDEX "AvailabilityException_user_id_idx" ON "AvailabilityException" (user_id, on_date) WHERE removed_at IS NULL;

-- A session has a script: who, what, where, when, text or voice, how it starts, what if somebody is late, how to leave. A session from before
-- there were scripts has version 0. A meeting is a local time, a zone and an instant; the instant follows from the other two.
ALTER TABLE "ScheduledSession"
  ALTER COLUMN game_request_id DROP NOT NULL,
  ALTER COLUMN guest_id DROP NOT NULL,
  DROP CONSTRAINT "ScheduledSession_status_check",
  ADD CONSTRAINT "ScheduledSession_status_check"
    CHECK (status IN ('proposed', 'scheduled', 'paused', 'completed', 'cancelled')),
  ADD COLUMN starts_local timestamp(0),
  ADD COLUMN time_zone text CHECK (length(time_zone) BETWEEN 1 AND 64),
  ADD COLUMN fold text NOT NULL DEFAULT 'only' CHECK (fold IN ('only', 'earlier', 'later')),
  -- Version of the zone data by which the instant was computed, for example 2026e.
  ADD COLUMN zone_data text NOT NULL DEFAULT '' CHECK (length(zone_data) <= 16),
  ADD COLUMN minutes smallint CHECK (minutes BETWEEN 15 AND 720),
  ADD COLUMN platform text CHECK (platform IN ('pc', 'playstation', 'xbox', 'switch', 'mobile', 'browser')),
  ADD COLUMN talk text CHECK (talk IN ('text', 'voice', 'text_or_voice')),
  ADD COLUMN start_how text CHECK (start_how IN ('host_invites_in_game', 'host_opens_a_room', 'everyone_opens_the_game')),
  ADD COLUMN if_late text CHECK (if_late IN ('wait_ten_minutes', 'wait_twenty_minutes', 'start_without_them', 'call_it_off')),
  ADD COLUMN leave_how text CHECK (leave_how IN ('press_leave', 'write_bye_then_leave')),
  ADD COLUMN fewest_people smallint NOT NULL DEFAULT 2 CHECK (fewest_people BETWEEN 2 AND 30),
  ADD COLUMN script_version integer NOT NULL DEFAULT 0 CHECK (script_version >= 0),
  ADD COLUMN calendar_sequence integer NOT NULL DEFAULT 0 CHECK (calendar_sequence >= 0),
  ADD COLUMN paused_at timestamptz,
  ADD CONSTRAINT "ScheduledSession_script_is_whole" CHECK (script_version = 0 OR (starts_local IS NOT NULL
    AND time_zone IS NOT NULL AND minutes IS NOT NULL AND platform IS NOT NULL AND talk IS NOT NULL AND start_how IS NOT NULL
    AND if_late IS NOT NULL AND leave_how IS NOT NULL)),
  ADD CONSTRAINT "ScheduledSession_paused_at" CHECK ((status = 'paused') = (paused_at IS NOT NULL));
CREATE INDEX "ScheduledSession_zone_data_idx" ON "ScheduledSession" (starts_at, id)
  WHERE script_version > 0 AND status IN ('proposed', 'scheduled');

-- A person's place in a session. `during` is the session's span, so that the database refuses two at a time.
CREATE TABLE "SessionPerson" (
  session_id uuid NOT NULL REFERENCES "ScheduledSession" (id),
  user_id uuid NOT NULL REFERENCES "User" (id),
  is_host boolean NOT NULL DEFAULT false,
  state text NOT NULL CHECK (state IN ('asked', 'going', 'declined', 'left', 'called_off')),
  -- Version of the script that the person saw when agreeing.
  agreed_version integer CHECK (agreed_version > 0),
  agreed_at timestamptz,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  -- Asked for, and shown to nobody but the host: a block with somebody who has a place already, which the host cannot know of.
  withheld boolean NOT NULL DEFAULT false,
  -- New rules of a zone have moved this session onto another one; the person was told of it.
  clashes boolean NOT NULL DEFAULT false,
  -- What the person says about having been there. Nobody else reads it.
  attendance text NOT NULL DEFAULT 'not_said' CHECK (attendance IN ('not_said', 'there', 'not_there')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (session_id, user_id),
  CONSTRAINT "SessionPerson_one_at_a_time" EXCLUDE USING gist (
    ((regexp_replace(replace(user_id::text, '-', ''), '(....)(?=.)', '\1:', 'g'))::inet) inet_ops WITH =,
    during WITH &&
  ) WHERE (state = 'going' AND NOT clashes)
);
CREATE UNIQUE INDEX "SessionPerson_host_key" ON "SessionPerson" (session_id) WHERE is_host;
CREATE INDEX "SessionPerson_user_id_idx" ON "SessionPerson" (user_id, lower(during), session_id);

ALTER TABLE "GameRequest"
  DROP CONSTRAINT "GameRequest_status_check",
  ADD CONSTRAINT "GameRequest_status_check"
    CHECK (status IN ('pending', 'accepted', 'declined', 'countered', 'cancelled', 'expired')),
  -- The proposed session, whose script is the question. Null for a request from before there were scripts.
  ADD COLUMN session_id uuid REFERENCES "ScheduledSession" (id),
  -- The request to which this one proposes something else.
  ADD COLUMN counters_id uuid REFERENCES "GameRequest" (id),
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN answered_at timestamptz,
  ADD CONSTRAINT "GameRequest_expires" CHECK ((session_id IS NULL) = (expires_at IS NULL));
CREATE UNIQUE INDEX "GameRequest_session_key" ON "GameRequest" (session_id, recipient_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX "GameRequest_counters_key" ON "GameRequest" (counters_id) WHERE counters_id IS NOT NULL;
CREATE UNIQUE INDEX "GameRequest_pair_key" ON "GameRequest" (least(sender_id, recipient_id), greatest(sender_id, recipient_id))
  WHERE status = 'pending' AND session_id IS NOT NULL;
CREATE INDEX "GameRequest_expires_at_idx" ON "GameRequest" (expires_at) WHERE status = 'pending';
-- Pages of a list go by time and id.
CREATE INDEX "GameRequest_sent_idx" ON "GameRequest" (sender_id, created_at DESC, id DESC);
CREATE INDEX "GameRequest_received_idx" ON "GameRequest" (recipient_id, created_at DESC, id DESC);

-- What can be taken back for ten minutes. How it was before is sealed, and emptied when the time is over.
CREATE TABLE "UndoableChange" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  command text NOT NULL CHECK (command ~ '^[a-z][A-Za-z]{2,63}$'),
  subject_id uuid NOT NULL,
  before_sealed bytea CHECK (octet_length(before_sealed) <= 65536),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  undone_at timestamptz
);
CREATE INDEX "UndoableChange_user_id_idx" ON "UndoableChange" (user_id, created_at DESC);
CREATE INDEX "UndoableChange_expires_at_idx" ON "UndoableChange" (expires_at) WHERE before_sealed IS NOT NULL;

-- A private link to one's calendar. Only the SHA-256 of its key is kept.
CREATE TABLE "CalendarLink" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE UNIQUE INDEX "CalendarLink_user_id_key" ON "CalendarLink" (user_id) WHERE revoked_at IS NULL;

-- The zone data by which meetings were last computed: one row.
CREATE TABLE "ZoneData" (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 16),
  checked_at timestamptz NOT NULL DEFAULT now()
);

-- Sessions from before keep their two people; an overlap among them is marked instead of refused.
INSERT INTO "SessionPerson" (session_id, user_id, is_host, state, during, clashes, created_at, updated_at)
  SELECT s.id, person.user_id, person.is_host,
    CASE s.status WHEN 'cancelled' THEN 'called_off' ELSE 'going' END, tstzrange(s.starts_at, s.ends_at), true, s.created_at, s.updated_at
  FROM "ScheduledSession" s CROSS JOIN LATERAL (VALUES (s.host_id, true), (s.guest_id, false)) person (user_id, is_host);
-- Weeks from before take the zone of the profile, in which they were meant. Rows that overlap an earlier one stay without a span.
INSERT INTO "UserWeek" (user_id, time_zone)
  SELECT DISTINCT a.user_id, coalesce(p.time_zone, 'UTC') FROM "UserAvailability" a LEFT JOIN "UserProfile" p USING (user_id);
UPDATE "UserAvailability" a SET minutes_of_week = int4range(
    (weekday - 1) * 1440 + (extract(epoch FROM starts_at) / 60)::integer,
    (weekday - 1) * 1440 + (extract(epoch FROM ends_at) / 60)::integer)
  WHERE NOT EXISTS (SELECT FROM "UserAvailability" o WHERE o.user_id = a.user_id AND o.weekday = a.weekday
    AND (o.starts_at, o.id) < (a.starts_at, a.id) AND o.ends_at > a.starts_at)
    AND (extract(epoch FROM ends_at)::integer % 60, extract(epoch FROM starts_at)::integer % 60) = (0, 0);
