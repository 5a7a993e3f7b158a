#!/bin/sh
# Prints what the query $QUERY finds in $DATABASE, asked by PostgreSQL's superuser over the local socket of container $CONTAINER.
set -eu
exec docker exec --env PGAPPNAME=tovplay_deployment --user postgres "$CONTAINER" psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
  --host /var/run/postgresql --username postgres --dbname "$DATABASE" --command "$QUERY"
