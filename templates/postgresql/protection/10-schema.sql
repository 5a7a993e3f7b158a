-- Tables of protection: what it watches, change windows, and what was installed.
DO $$
BEGIN
  IF to_regnamespace('protection') IS NULL THEN
    CREATE SCHEMA protection;
  END IF;
END
$$;
ALTER SCHEMA protection OWNER TO tovplay_keeper;

-- Periods in which migrations may drop and alter. Rows are never deleted.
CREATE TABLE IF NOT EXISTS protection.change_window (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_by text NOT NULL DEFAULT session_user,
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 10 AND 500),
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  until timestamptz NOT NULL,
  closed_at timestamptz,
  client_address inet DEFAULT inet_client_addr(),
  -- A window is valid only after its opening is committed, so that nobody can open and use it unseen in one transaction.
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);

-- One row that the guardian updates every second: its age shows whether writes reach the disk, and it gives restores a commit to stop at.
CREATE TABLE IF NOT EXISTS protection.heartbeat (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  at timestamptz NOT NULL
);
INSERT INTO protection.heartbeat (at) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING;

-- Tables in schema public with protection triggers.
CREATE TABLE IF NOT EXISTS protection.protected_table (
  table_name text PRIMARY KEY,
  -- core: deletions are recorded and limited; kept: no TRUNCATE; log: append-only.
  kind text NOT NULL CHECK (kind IN ('core', 'kept', 'log')),
  -- OID of the table when its triggers were created, otherwise 0. A table recreated by a migration has no triggers yet.
  relation oid NOT NULL DEFAULT 0,
  triggers text,
  -- For a log: the column with a row's time, and the only role that may insert.
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
  ('UserBlock', 'kept', NULL, NULL),
  ('UserAcquaintance', 'kept', NULL, NULL),
  ('Pool', 'kept', NULL, NULL),
  ('PoolMember', 'kept', NULL, NULL),
  ('InviteCode', 'kept', NULL, NULL),
  ('InviteCodeUse', 'kept', NULL, NULL),
  ('ContactQuestion', 'kept', NULL, NULL),
  ('ModerationStatus', 'kept', NULL, NULL),
  ('Report', 'kept', NULL, NULL),
  ('ReportNote', 'kept', NULL, NULL),
  ('ReportDecision', 'kept', NULL, NULL),
  ('ReportAppeal', 'kept', NULL, NULL),
  ('Sanction', 'kept', NULL, NULL),
  ('TrustedContact', 'kept', NULL, NULL),
  ('HelpRequest', 'kept', NULL, NULL),
  ('password_reset_tokens', 'kept', NULL, NULL),
  ('UserWeek', 'kept', NULL, NULL),
  ('AvailabilityException', 'kept', NULL, NULL),
  ('SessionPerson', 'core', NULL, NULL),
  ('UndoableChange', 'kept', NULL, NULL),
  ('CalendarLink', 'kept', NULL, NULL),
  ('ZoneData', 'kept', NULL, NULL),
  ('PendingSignUp', 'kept', NULL, NULL),
  ('KnownDevice', 'kept', NULL, NULL),
  ('AccountKey', 'kept', NULL, NULL),
  ('IdempotencyKey', 'kept', NULL, NULL),
  ('Throttle', 'kept', NULL, NULL),
  ('AccountLink', 'kept', NULL, NULL),
  ('OutgoingMail', 'kept', NULL, NULL),
  ('HeldName', 'kept', NULL, NULL),
  ('Erasure', 'kept', NULL, NULL),
  ('SetAsideRow', 'kept', NULL, NULL),
  ('NoticeSettings', 'kept', NULL, NULL),
  ('NoticeChoice', 'kept', NULL, NULL),
  ('QuietHours', 'kept', NULL, NULL),
  ('PushSubscription', 'kept', NULL, NULL),
  ('DiscordEvent', 'kept', NULL, NULL),
  ('schema_version', 'kept', NULL, NULL),
  ('audit_log', 'log', 'created_at', 'tovplay_app'),
  ('DeleteAuditLog', 'log', 'deleted_at', NULL),
  ('ConnectionAuditLog', 'log', 'at', 'tovplay_guardian'),
  ('BackupLog', 'log', 'started_at', 'tovplay_backup')
ON CONFLICT (table_name) DO UPDATE
  SET kind = excluded.kind, moment_column = excluded.moment_column, writer = excluded.writer;

-- The definition of every part when it was installed, and since when it has been unchanged.
CREATE TABLE IF NOT EXISTS protection.installed (
  name text PRIMARY KEY,
  definition text NOT NULL,
  since timestamptz NOT NULL
);

ALTER TABLE protection.change_window OWNER TO tovplay_keeper;
ALTER TABLE protection.heartbeat OWNER TO tovplay_keeper;
ALTER TABLE protection.protected_table OWNER TO tovplay_keeper;
ALTER TABLE protection.installed OWNER TO tovplay_keeper;
