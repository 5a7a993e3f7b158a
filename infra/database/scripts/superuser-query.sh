#!/bin/sh
# Prints what the query $QUERY finds in $DATABASE, asked by PostgreSQL's superuser over the local socket of container $CONTAINER.
# Functions of schema public are somebody else's: the superuser's session does not find them.
set -eu
exec docker exec --env PGAPPNAME=tovplay_deployment --env PGOPTIONS=-csearch_path=pg_catalog,pg_temp --user postgres "$CONTAINER" psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
  --host /var/run/postgresql --username postgres --dbname "$DATABASE" --command "$QUERY"
