-- Grants the functions that a base backup calls. Idempotent; run by the superuser in the application's database.
GRANT EXECUTE ON FUNCTION
  {{ functions }}
TO {{ backup }};
-- pgBackRest's session is idle while files are copied, which may take long.
ALTER ROLE {{ backup }} SET idle_session_timeout = 0;
