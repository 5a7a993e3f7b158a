-- What somebody is told. The words are made from kind and details when it is shown, in the reader's language.
CREATE TABLE "UserNotifications" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{2,63}$'),
  details jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
  channel text NOT NULL DEFAULT 'in_app' CHECK (channel IN ('in_app', 'email', 'discord')),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Null until it has gone out; null for ever for what is shown in the application only.
  sent_at timestamptz,
  read_at timestamptz
);
CREATE INDEX "UserNotifications_user_id_idx" ON "UserNotifications" (user_id, created_at DESC);
CREATE INDEX "UserNotifications_unread_idx" ON "UserNotifications" (user_id) WHERE read_at IS NULL;
