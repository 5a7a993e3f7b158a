CREATE TABLE "Game" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  min_players smallint NOT NULL DEFAULT 1 CHECK (min_players >= 1),
  max_players smallint NOT NULL CHECK (max_players >= min_players),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "Game_name_key" ON "Game" (lower(name));

-- One person asks another to play a game at a time. It carries no free text: words to strangers need consent first.
CREATE TABLE "GameRequest" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  sender_id uuid NOT NULL REFERENCES "User" (id),
  recipient_id uuid NOT NULL REFERENCES "User" (id),
  game_id uuid NOT NULL REFERENCES "Game" (id),
  proposed_for timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'declined', 'cancelled')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "GameRequest_not_to_oneself" CHECK (sender_id <> recipient_id)
);
CREATE INDEX "GameRequest_sender_id_idx" ON "GameRequest" (sender_id, created_at DESC);
CREATE INDEX "GameRequest_recipient_id_idx" ON "GameRequest" (recipient_id, created_at DESC);
CREATE INDEX "GameRequest_game_id_idx" ON "GameRequest" (game_id);
-- The same question is open only once, so that a request sent twice cannot become pressure.
CREATE UNIQUE INDEX "GameRequest_pending_key" ON "GameRequest" (sender_id, recipient_id, game_id, proposed_for)
  WHERE status = 'pending';

CREATE TABLE "ScheduledSession" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  game_request_id uuid NOT NULL UNIQUE REFERENCES "GameRequest" (id),
  game_id uuid NOT NULL REFERENCES "Game" (id),
  host_id uuid NOT NULL REFERENCES "User" (id),
  guest_id uuid NOT NULL REFERENCES "User" (id),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'completed', 'cancelled')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "ScheduledSession_two_people" CHECK (host_id <> guest_id),
  CONSTRAINT "ScheduledSession_ends_after_start" CHECK (ends_at > starts_at)
);
CREATE INDEX "ScheduledSession_host_id_idx" ON "ScheduledSession" (host_id, starts_at);
CREATE INDEX "ScheduledSession_guest_id_idx" ON "ScheduledSession" (guest_id, starts_at);
CREATE INDEX "ScheduledSession_game_id_idx" ON "ScheduledSession" (game_id);
