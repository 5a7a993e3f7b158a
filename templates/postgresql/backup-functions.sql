-- Grants the functions that a base backup calls. Idempotent; run by the superuser in the application's database.
GRANT EXECUTE ON FUNCTION
  pg_backup_start(text, boolean),
  pg_backup_stop(boolean),
  pg_switch_wal(),
  pg_create_restore_point(text)
TO tovplay_backup;
-- pgBackRest's session is idle while files are copied, which may take long.
ALTER ROLE tovplay_backup SET idle_session_timeout = 0;
