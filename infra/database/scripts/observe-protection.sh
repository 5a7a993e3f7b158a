#!/bin/sh
# Prints in one line how protection in $DATABASE is, asked by PostgreSQL's superuser over the local socket of container $CONTAINER.
# Functions of schema public are somebody else's: the superuser's session does not find them.
set -eu
ask() {
  docker exec --env PGAPPNAME=tovplay_deployment --env PGOPTIONS=-csearch_path=pg_catalog,pg_temp --user postgres "$CONTAINER" psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
    --host /var/run/postgresql --username postgres --dbname "$DATABASE" --command "$1"
}
# Asked first whether there is anything to ask: what was taken away is drift, a server that does not answer an error.
if [ "$(ask "SELECT to_regprocedure('protection.fingerprint()') IS NOT NULL")" = t ]; then
  ask 'SELECT protection.fingerprint()'
else
  echo absent
fi
