#!/bin/sh
# Lets tovplay_provisioner log in to the PostgreSQL server of container $CONTAINER for as long as standard input brings a line
# at least every $PATIENCE seconds, at most an hour, and takes everything from the role again then. Prints `open` when it may.
# The session that opens the window also closes it, and holds a lock meanwhile that ends with it: the last holder closes.
# It runs in template1, to which the provisioner cannot connect: nobody but the superuser can take, or keep, locks there.
set -eu
exec docker exec --interactive --user postgres --env "PATIENCE=$PATIENCE" "$CONTAINER" bash -c '
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
  while [ "$SECONDS" -lt 3600 ] && IFS= read -r -t "$PATIENCE" _; do echo "SELECT \\g /dev/null"; done
  cat <<"SQL"
SET lock_timeout = $$500ms$$;
SELECT pg_advisory_unlock_shared(5432, 0) \g /dev/null
SELECT pg_try_advisory_lock(5432, 0) AS last \gset
\if :last
-- Somebody who does not want it closed may keep the role locked in a transaction: that session ends first, as often as it takes.
DO $close$
BEGIN
  FOR attempt IN 1..60 LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$;
    BEGIN
      ALTER ROLE tovplay_provisioner NOLOGIN NOCREATEROLE NOCREATEDB NOREPLICATION VALID UNTIL $$-infinity$$;
      EXIT;
    EXCEPTION WHEN lock_not_available OR internal_error THEN
      RAISE WARNING $$the role of the provisioner is locked by somebody (attempt %)$$, attempt;
    END;
  END LOOP;
END
$close$;
-- Once more, for whoever was logging in at that moment.
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
SELECT pg_sleep(0.2) \g /dev/null
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
SELECT format($$REVOKE %s FROM tovplay_provisioner GRANTED BY tovplay_provisioner$$, roleid::regrole) FROM pg_auth_members
  WHERE member = $$tovplay_provisioner$$::regrole AND grantor = member \gexec
-- The provisioner alone makes roles and databases, in its window: what it made somebody else able to ends with it.
SELECT format($$ALTER ROLE %s NOCREATEROLE NOCREATEDB$$, oid::regrole) FROM pg_roles
  WHERE (rolcreaterole OR rolcreatedb) AND NOT rolsuper \gexec
\endif
SQL
} | psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname template1 --username postgres'
