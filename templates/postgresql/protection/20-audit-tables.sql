-- Audit tables that the audited roles can neither change nor delete. Like audit_log they have no foreign keys.
DO $$
DECLARE
  taken text;
BEGIN
  SELECT string_agg(quote_ident(relname), ', ') INTO taken
  FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relowner <> 'tovplay_keeper'::regrole
    AND relname IN ('DeleteAuditLog', 'ConnectionAuditLog', 'BackupLog', 'ProtectionStatus');
  IF taken IS NOT NULL THEN
    RAISE EXCEPTION 'protection cannot be installed: % already exists and does not belong to tovplay_keeper; rename it first', taken;
  END IF;
END
$$;

-- Every row deleted from a core table, without its secrets.
CREATE TABLE IF NOT EXISTS public."DeleteAuditLog" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  deleted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  table_name text NOT NULL,
  old_row jsonb NOT NULL,
  -- The login role, which only a superuser can change.
  database_role text NOT NULL DEFAULT session_user,
  -- The user on whose behalf the application says it acted.
  application_user text DEFAULT nullif(current_setting('tovplay.user_id', true), ''),
  -- Chosen by the client.
  application_name text DEFAULT nullif(current_setting('application_name', true), ''),
  -- Null for the local socket; through the pooler it is the pooler's address.
  client_address inet DEFAULT inet_client_addr(),
  statement text,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX IF NOT EXISTS "DeleteAuditLog_deleted_at_idx" ON public."DeleteAuditLog" (deleted_at DESC);

-- Connections, including refused ones, from the server's log.
CREATE TABLE IF NOT EXISTS public."ConnectionAuditLog" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  event text NOT NULL CHECK (event IN ('connected', 'refused', 'disconnected', 'superuser')),
  database_role text,
  database_name text,
  client_address inet,
  application_name text,
  session_id text,
  detail text
);
CREATE INDEX IF NOT EXISTS "ConnectionAuditLog_at_idx" ON public."ConnectionAuditLog" (at DESC);

-- Runs of the backup service, including failures.
CREATE TABLE IF NOT EXISTS public."BackupLog" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('full', 'incr', 'verify', 'restore', 'expire', 'check')),
  label text,
  repository int,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  success boolean NOT NULL,
  size_bytes bigint CHECK (size_bytes >= 0),
  wal_start text,
  wal_stop text,
  detail jsonb,
  error text,
  CONSTRAINT "BackupLog_failure_has_error" CHECK (success OR error IS NOT NULL)
);
CREATE INDEX IF NOT EXISTS "BackupLog_started_at_idx" ON public."BackupLog" (started_at DESC);

ALTER TABLE public."DeleteAuditLog" OWNER TO tovplay_keeper;
ALTER TABLE public."ConnectionAuditLog" OWNER TO tovplay_keeper;
ALTER TABLE public."BackupLog" OWNER TO tovplay_keeper;
