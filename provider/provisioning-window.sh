#!/bin/sh
# Lets tovplay_provisioner log in to the PostgreSQL server in container $CONTAINER while standard input brings a line
# at least every $SILENCE seconds, for at most an hour, then revokes everything from the role again. Prints `open` when login is possible.
# The session that opens the window also closes it and holds a lock in between: the last holder closes the window.
# It runs in template1, to which the provisioner cannot connect, so only the superuser can take locks there.
set -eu
exec docker exec --interactive --user postgres --env "SILENCE=$SILENCE" "$CONTAINER" bash -c '
{
  cat <<"SQL"
SET application_name = tovplay_provisioning_window;
SET statement_timeout = 0;
SET idle_session_timeout = 0;
SET lock_timeout = $$10s$$;
SELECT pg_advisory_lock_shared(5432, 0) \g /dev/null
BEGIN;
SELECT pg_advisory_xact_lock(5432, 1) \g /dev/null
SELECT format($$ALTER ROLE tovplay_provisioner LOGIN CREATEROLE CREATEDB REPLICATION VALID UNTIL %L$$,
  now() + interval $$1 hour$$) \gexec
SELECT format($$GRANT %s TO tovplay_provisioner WITH INHERIT TRUE, SET TRUE GRANTED BY tovplay_provisioner$$, roleid::regrole)
  FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid
  WHERE member = $$tovplay_provisioner$$::regrole AND admin_option AND NOT starts_with(rolname, $$pg_$$) \gexec
COMMIT;
\echo open
SELECT \g /dev/null
SQL
  while [ "$SECONDS" -lt 3600 ] && IFS= read -r -t "$SILENCE" _; do echo "SELECT \\g /dev/null"; done
  cat <<"SQL"
SET lock_timeout = $$500ms$$;
SELECT pg_advisory_unlock_shared(5432, 0) \g /dev/null
SELECT pg_try_advisory_lock(5432, 0) AS last \gset
\if :last
-- An attacker may keep the role locked in a transaction to prevent closing: terminate such sessions first, as often as needed.
DO $close$
BEGIN
  FOR attempt IN 1..60 LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$;
    BEGIN
      ALTER ROLE tovplay_provisioner NOLOGIN NOCREATEROLE NOCREATEDB NOREPLICATION VALID UNTIL $$-infinity$$;
      EXIT;
    EXCEPTION WHEN lock_not_available OR internal_error THEN
      RAISE WARNING $$the role tovplay_provisioner is locked by another session (attempt %)$$, attempt;
    END;
  END LOOP;
END
$close$;
-- Once more, for sessions that were logging in at that moment.
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
SELECT pg_sleep(0.2) \g /dev/null
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
SELECT format($$REVOKE %s FROM tovplay_provisioner GRANTED BY tovplay_provisioner$$, roleid::regrole) FROM pg_auth_members
  WHERE member = $$tovplay_provisioner$$::regrole AND grantor = member \gexec
-- Only the provisioner may create roles and databases, in its window: revoke these rights from any role that got them.
SELECT format($$ALTER ROLE %s NOCREATEROLE NOCREATEDB$$, oid::regrole) FROM pg_roles
  WHERE (rolcreaterole OR rolcreatedb) AND NOT rolsuper \gexec
\endif
SQL
} | psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname template1 --username postgres'
