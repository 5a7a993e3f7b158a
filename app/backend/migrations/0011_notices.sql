-- protection: notices may go out by web push and are numbered, and every end of a session is announced by a trigger
ALTER TABLE "UserNotifications"
  DROP CONSTRAINT "UserNotifications_channel_check",
  ADD CONSTRAINT "UserNotifications_channel_check" CHECK (channel IN ('in_app', 'email', 'discord', 'web_push')),
  -- Counts one person's notices in the application, in the order in which they were committed: a client asks for what is above the last it has.
  -- Null until it is delivered there, and for other channels.
  ADD COLUMN number bigint CHECK (number > 0),
  -- The same thing is told once: everybody who tells it again with the same key changes nothing. Null in rows older than this.
  ADD COLUMN key text CHECK (length(key) BETWEEN 1 AND 200),
  -- The other person it speaks of, for blocks to hold at delivery too.
  ADD COLUMN about_id uuid REFERENCES "User" (id),
  -- Null: when the person says so, as with low-energy mode without an end.
  ADD COLUMN deliver_at timestamptz DEFAULT now(),
  ADD COLUMN held text CHECK (held IN ('quiet_hours', 'digest', 'low_energy', 'retry')),
  ADD COLUMN digest boolean NOT NULL DEFAULT false,
  -- After this it is not worth sending: the session has begun.
  ADD COLUMN useful_until timestamptz,
  ADD COLUMN attempts smallint NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 100),
  -- A process is sending it until then; later, another one may try.
  ADD COLUMN claimed_until timestamptz,
  -- Why it will never go out.
  ADD COLUMN ended text CHECK (ended IN ('withdrawn', 'too_late', 'no_address', 'failed')),
  ADD COLUMN ended_at timestamptz,
  ADD CONSTRAINT "UserNotifications_ended_has_reason" CHECK ((ended IS NULL) = (ended_at IS NULL));
CREATE UNIQUE INDEX "UserNotifications_key_key" ON "UserNotifications" (user_id, channel, key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX "UserNotifications_number_key" ON "UserNotifications" (user_id, number) WHERE number IS NOT NULL;
CREATE INDEX "UserNotifications_waiting_idx" ON "UserNotifications" (user_id, channel, deliver_at)
  WHERE key IS NOT NULL AND sent_at IS NULL AND ended_at IS NULL;
CREATE INDEX "UserNotifications_overdue_idx" ON "UserNotifications" (deliver_at)
  WHERE key IS NOT NULL AND sent_at IS NULL AND ended_at IS NULL;

-- One row a person: everybody who tells that person something locks it, so that numbers are committed in their order.
CREATE TABLE "NoticeSettings" (
  user_id uuid PRIMARY KEY REFERENCES "User" (id),
  last_number bigint NOT NULL DEFAULT 0 CHECK (last_number >= 0),
  -- Holds requests to play, until the person ends it or until a moment that they chose.
  low_energy boolean NOT NULL DEFAULT false,
  low_energy_until timestamptz,
  -- Local times at which a digest goes out.
  digest_times time[] NOT NULL DEFAULT '{18:00}' CHECK (cardinality(digest_times) BETWEEN 1 AND 6),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "NoticeSettings_until_needs_low_energy" CHECK (low_energy OR low_energy_until IS NULL)
);

-- How somebody wants to be told of a topic by a channel; without a row, the topic's default counts.
CREATE TABLE "NoticeChoice" (
  user_id uuid NOT NULL REFERENCES "User" (id),
  topic text NOT NULL CHECK (topic ~ '^[a-z][a-z_]{2,31}$'),
  channel text NOT NULL CHECK (channel IN ('in_app', 'email', 'discord', 'web_push')),
  timing text NOT NULL CHECK (timing IN ('at_once', 'digest', 'never')),
  -- Urgent for this person: it may arrive in quiet hours.
  passes_quiet boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, topic, channel)
);

-- Hours of the week in which a channel is silent, by the clock of the person's profile: [{"weekdays": [1, 2], "from": "22:00", "to": "08:00"}].
CREATE TABLE "QuietHours" (
  user_id uuid NOT NULL REFERENCES "User" (id),
  channel text NOT NULL CHECK (channel IN ('in_app', 'email', 'discord', 'web_push')),
  windows jsonb NOT NULL CHECK (jsonb_typeof(windows) = 'array' AND jsonb_array_length(windows) <= 14),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, channel)
);

-- A browser that gets web push, for as long as its session lasts. Its address and keys are sealed under the account's key.
CREATE TABLE "PushSubscription" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  session_id uuid NOT NULL REFERENCES "UserSession" (id),
  endpoint_hash bytea NOT NULL UNIQUE CHECK (octet_length(endpoint_hash) = 32),
  sealed bytea NOT NULL CHECK (octet_length(sealed) <= 4096),
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX "PushSubscription_user_id_idx" ON "PushSubscription" (user_id) WHERE revoked_at IS NULL;

-- A session that all its people wanted shown as an event on a Discord server. The event names the game, and nobody.
CREATE TABLE "DiscordEvent" (
  session_id uuid PRIMARY KEY REFERENCES "ScheduledSession" (id),
  guild_id text NOT NULL CHECK (guild_id ~ '^[0-9]{15,20}$'),
  event_id text CHECK (event_id ~ '^[0-9]{15,20}$'),
  wanted boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- A session that ends, by whatever program, ends its sockets in every backend process.
CREATE FUNCTION announce_session_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('tovplay', 's:' || NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "UserSession_announce_end" AFTER UPDATE OF revoked_at ON "UserSession"
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION announce_session_end();
