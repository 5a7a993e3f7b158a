-- Run by the superuser in the application's database, as often as you like: what a base backup calls.
GRANT EXECUTE ON FUNCTION
  pg_backup_start(text, boolean),
  pg_backup_stop(boolean),
  pg_switch_wal(),
  pg_create_restore_point(text)
TO tovplay_backup;
-- pgBackRest's session waits while files are copied, however long that takes.
ALTER ROLE tovplay_backup SET idle_session_timeout = 0;
