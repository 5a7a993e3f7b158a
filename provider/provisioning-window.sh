#!/bin/sh
# Lets tovplay_provisioner log in to the PostgreSQL server of container $CONTAINER for as long as standard input brings a line
# at least every $PATIENCE seconds, at most an hour, and takes everything from the role again then. Prints `open` when it may.
# The session that opens the window also closes it, and holds a lock meanwhile that ends with it: the last holder closes.
set -eu
exec docker exec --interactive --user postgres --env "PATIENCE=$PATIENCE" "$CONTAINER" bash -c '
psql="psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname postgres --username postgres"
{
  cat <<"SQL"
SET application_name = tovplay_provisioning_window;
SET statement_timeout = 0;
SET idle_session_timeout = 0;
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
SELECT pg_advisory_unlock_shared(5432, 0) \g /dev/null
SELECT pg_try_advisory_lock(5432, 0) AS last \gset
\if :last
BEGIN;
SELECT pg_advisory_xact_lock(5432, 1) \g /dev/null
ALTER ROLE tovplay_provisioner NOLOGIN NOCREATEROLE NOCREATEDB NOREPLICATION VALID UNTIL $$-infinity$$;
SELECT format($$REVOKE %s FROM tovplay_provisioner GRANTED BY tovplay_provisioner$$, roleid::regrole) FROM pg_auth_members
  WHERE member = $$tovplay_provisioner$$::regrole AND grantor = member \gexec
COMMIT;
-- Twice: who was logging in at that moment is seen the second time.
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
SELECT pg_sleep(0.2) \g /dev/null
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $$tovplay_provisioner$$ \g /dev/null
\endif
SQL
} | $psql'
