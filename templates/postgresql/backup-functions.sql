-- Run by the superuser in the application's database, as often as you like: what a base backup calls.
GRANT EXECUTE ON FUNCTION
  {{ functions }}
TO {{ backup }};
-- pgBackRest's session waits while files are copied, however long that takes.
ALTER ROLE {{ backup }} SET idle_session_timeout = 0;
