-- What somebody likes to play, when they have time, and with whom they have agreed to play. Nothing cascades.
CREATE TABLE "UserGamePreference" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  game_id uuid NOT NULL REFERENCES "Game" (id),
  liking text NOT NULL DEFAULT 'likes' CHECK (liking IN ('favourite', 'likes', 'not_for_me')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "UserGamePreference_once_a_game" UNIQUE (user_id, game_id)
);
CREATE INDEX "UserGamePreference_game_id_idx" ON "UserGamePreference" (game_id);

-- Hours of a week in the time zone of the profile. What goes over midnight is two rows.
CREATE TABLE "UserAvailability" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  -- 1 is Monday, as ISO 8601 counts.
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  starts_at time NOT NULL,
  ends_at time NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "UserAvailability_ends_after_start" CHECK (ends_at > starts_at),
  CONSTRAINT "UserAvailability_once_a_start" UNIQUE (user_id, weekday, starts_at)
);

-- One person asks, the other one consents: nobody is a friend before.
CREATE TABLE "UserFriends" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  friend_id uuid NOT NULL REFERENCES "User" (id),
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'declined', 'ended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "UserFriends_not_with_oneself" CHECK (user_id <> friend_id)
);
CREATE INDEX "UserFriends_user_id_idx" ON "UserFriends" (user_id);
CREATE INDEX "UserFriends_friend_id_idx" ON "UserFriends" (friend_id);
-- Two people have one question or one friendship between them, whoever asked.
CREATE UNIQUE INDEX "UserFriends_pair_key" ON "UserFriends" (least(user_id, friend_id), greatest(user_id, friend_id))
  WHERE status IN ('pending', 'accepted');
