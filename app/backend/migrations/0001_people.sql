-- People and what they tell about themselves. Nothing cascades: a row goes only when somebody deletes that very row.
CREATE TABLE "User" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  username text NOT NULL CHECK (username ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$'),
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND position('@' IN email) > 1),
  -- Null for an account that signs in by other means than a password.
  password_hash text CHECK (password_hash LIKE '$scrypt$%'),
  email_verified_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "User_username_key" ON "User" (lower(username));
CREATE UNIQUE INDEX "User_email_key" ON "User" (lower(email));

CREATE TABLE "UserProfile" (
  user_id uuid PRIMARY KEY REFERENCES "User" (id),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 64),
  about text NOT NULL DEFAULT '' CHECK (length(about) <= 2000),
  -- Name of the IANA time zone in which times are shown.
  time_zone text NOT NULL DEFAULT 'UTC' CHECK (length(time_zone) BETWEEN 1 AND 64),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- A signed-in browser. Only the SHA-256 of its token is kept; signing out revokes the row and leaves it readable.
CREATE TABLE "UserSession" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  ip_address inet,
  user_agent text CHECK (length(user_agent) <= 512),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  revoked_at timestamptz
);
CREATE INDEX "UserSession_user_id_idx" ON "UserSession" (user_id);
