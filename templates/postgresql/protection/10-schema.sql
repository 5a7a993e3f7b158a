-- What protection remembers: what it watches, who opened it when, and what was installed.
DO $$
BEGIN
  IF to_regnamespace('protection') IS NULL THEN
    CREATE SCHEMA protection;
  END IF;
END
$$;
ALTER SCHEMA protection OWNER TO tovplay_keeper;

-- The times in which migrations may drop and alter. A row is never deleted.
CREATE TABLE IF NOT EXISTS protection.change_window (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_by text NOT NULL DEFAULT session_user,
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 10 AND 500),
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  until timestamptz NOT NULL,
  closed_at timestamptz,
  client_address inet DEFAULT inet_client_addr(),
  -- A window counts once its opening is committed, so that nobody opens and uses it unseen in one transaction.
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);

-- One row that the guardian renews every second: its age says whether writes reach the disk, and gives a restore a commit to stop at.
CREATE TABLE IF NOT EXISTS protection.heartbeat (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  at timestamptz NOT NULL
);
INSERT INTO protection.heartbeat (at) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING;

-- Tables of schema public that have triggers of protection.
CREATE TABLE IF NOT EXISTS protection.protected_table (
  table_name text PRIMARY KEY,
  -- core: deletions are recorded and braked; kept: no TRUNCATE; log: never changed, and grows only.
  kind text NOT NULL CHECK (kind IN ('core', 'kept', 'log')),
  -- The table as it was when its triggers were made; 0 before. One that a migration makes anew has none yet.
  relation oid NOT NULL DEFAULT 0,
  triggers text,
  -- Of a log: column with the time of a row, and the one role that may insert.
  moment_column text CHECK ((moment_column IS NOT NULL) = (kind = 'log')),
  writer text
);
INSERT INTO protection.protected_table (table_name, kind, moment_column, writer) VALUES
  ('User', 'core', NULL, NULL),
  ('Game', 'core', NULL, NULL),
  ('GameRequest', 'core', NULL, NULL),
  ('ScheduledSession', 'core', NULL, NULL),
  ('UserProfile', 'core', NULL, NULL),
  ('UserAvailability', 'core', NULL, NULL),
  ('UserFriends', 'core', NULL, NULL),
  ('UserGamePreference', 'core', NULL, NULL),
  ('UserNotifications', 'core', NULL, NULL),
  ('EmailVerification', 'core', NULL, NULL),
  ('UserSession', 'core', NULL, NULL),
  ('password_reset_tokens', 'kept', NULL, NULL),
  ('schema_version', 'kept', NULL, NULL),
  ('audit_log', 'log', 'created_at', 'tovplay_app'),
  ('DeleteAuditLog', 'log', 'deleted_at', NULL),
  ('ConnectionAuditLog', 'log', 'at', 'tovplay_guardian'),
  ('BackupLog', 'log', 'started_at', 'tovplay_backup')
ON CONFLICT (table_name) DO UPDATE
  SET kind = excluded.kind, moment_column = excluded.moment_column, writer = excluded.writer;

-- How every part was when it was installed, and since when it has been so.
CREATE TABLE IF NOT EXISTS protection.installed (
  name text PRIMARY KEY,
  definition text NOT NULL,
  since timestamptz NOT NULL
);

ALTER TABLE protection.change_window OWNER TO tovplay_keeper;
ALTER TABLE protection.heartbeat OWNER TO tovplay_keeper;
ALTER TABLE protection.protected_table OWNER TO tovplay_keeper;
ALTER TABLE protection.installed OWNER TO tovplay_keeper;
