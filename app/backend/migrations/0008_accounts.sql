-- protection: password hashes and names of people who come from the predecessor become possible, and accounts get a state
-- Only checks become wider and columns get constant defaults: the release before works on this structure as before.
ALTER TABLE "User"
  DROP CONSTRAINT "User_username_check",
  DROP CONSTRAINT "User_password_hash_check",
  -- New names follow the stricter rules of the application; people who come from the predecessor keep theirs: one letter, spaces,
  -- other alphabets. No '@', so that a name is never taken for an address, and nothing that cannot be seen.
  ADD CONSTRAINT "User_username_check" CHECK (
    length(username) BETWEEN 1 AND 64 AND username = btrim(username) AND position('@' IN username) = 0
    AND username !~ '[[:cntrl:]\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]'),
  ADD CONSTRAINT "User_password_hash_check" CHECK (
    length(password_hash) <= 512
    AND password_hash ~ '^([$]argon2id[$]v=19[$]|[$]scrypt[$]|pbkdf2:sha(1|224|256|384|512):[0-9]+[$]|scrypt:[0-9]+:[0-9]+:[0-9]+[$])'),
  ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleted')),
  ADD COLUMN role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'moderator', 'admin')),
  -- "I am N years old or older", and when the person said so. No date of birth is ever asked for.
  ADD COLUMN age_confirmed smallint CHECK (age_confirmed BETWEEN 13 AND 99),
  ADD COLUMN age_confirmed_at timestamptz,
  ADD CONSTRAINT "User_age_confirmation" CHECK ((age_confirmed IS NULL) = (age_confirmed_at IS NULL)),
  ADD CONSTRAINT "User_deleted_has_no_password" CHECK (status <> 'deleted' OR password_hash IS NULL);

-- How a name looks: new names that look like another one are refused. Not unique, because people from the predecessor keep theirs.
CREATE INDEX "User_look_idx" ON "User"
  (replace(replace(translate(lower(username), '01i34578 _.-', 'olleastb'), 'rn', 'm'), 'vv', 'w'));

ALTER TABLE "UserSession"
  ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
  -- The token was replaced at this moment; the row, and what is connected to it, stays.
  ADD COLUMN rotated_at timestamptz,
  ADD COLUMN ended_because text CHECK (ended_because IN
    ('signed_out', 'ended_by_owner', 'signed_in_again', 'password_changed', 'suspended', 'erased'));
CREATE INDEX "UserSession_open_idx" ON "UserSession" (user_id, last_used_at DESC) WHERE revoked_at IS NULL;

ALTER TABLE "EmailVerification"
  -- Every link proves that somebody reads an address; this says what follows from it.
  ADD COLUMN purpose text NOT NULL DEFAULT 'address' CHECK (purpose IN ('address', 'deletion'));

-- An account that does not exist yet: it is made when the link in the mail is used. Whether the address has an account
-- already makes no difference here, so that nobody learns it by signing up.
CREATE TABLE "PendingSignUp" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  username text NOT NULL CHECK (username ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$'),
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND position('@' IN email) > 1),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  age_confirmed smallint NOT NULL CHECK (age_confirmed BETWEEN 13 AND 99),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  used_at timestamptz
);
CREATE INDEX "PendingSignUp_username_idx" ON "PendingSignUp" (lower(username)) WHERE used_at IS NULL;
CREATE INDEX "PendingSignUp_email_idx" ON "PendingSignUp" (lower(email)) WHERE used_at IS NULL;
CREATE INDEX "PendingSignUp_expires_at_idx" ON "PendingSignUp" (expires_at);

-- A browser in which the owner has signed in before: guesses of strangers cannot lock it out.
CREATE TABLE "KnownDevice" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX "KnownDevice_user_id_idx" ON "KnownDevice" (user_id);
CREATE INDEX "KnownDevice_expires_at_idx" ON "KnownDevice" (expires_at);

-- The key under which an account's personal data is encrypted, itself encrypted under the master key. Erasure empties it.
CREATE TABLE "AccountKey" (
  user_id uuid PRIMARY KEY REFERENCES "User" (id),
  sealed_key bytea CHECK (octet_length(sealed_key) BETWEEN 32 AND 512),
  created_at timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  CONSTRAINT "AccountKey_destroyed_is_empty" CHECK ((sealed_key IS NULL) = (destroyed_at IS NOT NULL))
);

-- What a command answered, so that the same command sent again is answered and not done again.
CREATE TABLE "IdempotencyKey" (
  user_id uuid NOT NULL REFERENCES "User" (id),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  status smallint NOT NULL CHECK (status BETWEEN 100 AND 599),
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX "IdempotencyKey_created_at_idx" ON "IdempotencyKey" (created_at);

-- A limit as a bucket that empties steadily: all that is kept is when it will be empty. The key is a hash of the limit's name and
-- of the address or account.
CREATE TABLE "Throttle" (
  key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  empty_at timestamptz NOT NULL
);
CREATE INDEX "Throttle_empty_at_idx" ON "Throttle" (empty_at);

-- An account elsewhere with which somebody signs in. Ended, it no longer says which.
CREATE TABLE "AccountLink" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES "User" (id),
  provider text NOT NULL CHECK (provider IN ('discord')),
  subject text CHECK (subject ~ '^[0-9]{1,20}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT "AccountLink_ended_is_empty" CHECK ((subject IS NULL) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX "AccountLink_subject_key" ON "AccountLink" (provider, subject) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "AccountLink_user_id_key" ON "AccountLink" (user_id, provider) WHERE ended_at IS NULL;

-- A mail to send, written in the transaction that causes it. What it says is encrypted, and emptied when it has gone.
CREATE TABLE "OutgoingMail" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The same key is written once, so that a job that runs twice sends one mail.
  key text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{2,63}$'),
  user_id uuid REFERENCES "User" (id),
  sealed_contents bytea CHECK (octet_length(sealed_contents) <= 65536),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  next_try_at timestamptz NOT NULL DEFAULT now(),
  tries smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 1000),
  last_problem text CHECK (length(last_problem) <= 200),
  -- sent: a server took it. dropped: there was nothing to say. failed: refused for good, or too late. unsent: no mail server is set.
  outcome text CHECK (outcome IN ('sent', 'dropped', 'failed', 'unsent')),
  ended_at timestamptz,
  CONSTRAINT "OutgoingMail_ended_is_empty" CHECK (
    (outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) = (sealed_contents IS NOT NULL))
);
CREATE INDEX "OutgoingMail_due_idx" ON "OutgoingMail" (next_try_at) WHERE outcome IS NULL;
CREATE INDEX "OutgoingMail_user_id_idx" ON "OutgoingMail" (user_id);
CREATE INDEX "OutgoingMail_ended_at_idx" ON "OutgoingMail" (ended_at) WHERE outcome IS NOT NULL;

-- A name that somebody gave up: nobody else may take it until then. Only a hash of how it looks is kept.
CREATE TABLE "HeldName" (
  name_hash bytea PRIMARY KEY CHECK (octet_length(name_hash) = 32),
  user_id uuid NOT NULL REFERENCES "User" (id),
  until timestamptz NOT NULL
);
CREATE INDEX "HeldName_until_idx" ON "HeldName" (until);

-- Who asked to be erased, and how far it is. Finished rows are the list that is applied again after a restore.
CREATE TABLE "Erasure" (
  user_id uuid PRIMARY KEY REFERENCES "User" (id),
  asked_at timestamptz NOT NULL DEFAULT now(),
  -- Until then it can be undone.
  due_at timestamptz NOT NULL CHECK (due_at >= asked_at),
  undone_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  CONSTRAINT "Erasure_order" CHECK (
    (undone_at IS NULL OR started_at IS NULL) AND (finished_at IS NULL OR started_at IS NOT NULL))
);
CREATE INDEX "Erasure_due_idx" ON "Erasure" (due_at) WHERE finished_at IS NULL AND undone_at IS NULL;

-- Who acted, sealed under the key of their account: erasing the account erases it here too. Null for what nobody's account did, for rows
-- of earlier versions, and for an account that was erased before the row.
ALTER TABLE audit_log ADD COLUMN personal bytea CHECK (octet_length(personal) BETWEEN 30 AND 4096);

-- Rows of the predecessor that could not be taken over, as they were and with the reason; their secrets are left out. No role of a program
-- may read them: a person with the owner's rights decides about each.
CREATE TABLE "SetAsideRow" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL CHECK (length(table_name) BETWEEN 1 AND 63),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  old_row jsonb NOT NULL CHECK (jsonb_typeof(old_row) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now()
);
