#!/bin/sh
# Runs the SQL of standard input as PostgreSQL's superuser in $DATABASE, over the local socket of container $CONTAINER.
set -eu
exec docker exec --interactive --env PGAPPNAME=tovplay_deployment --user postgres "$CONTAINER" \
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host /var/run/postgresql --username postgres --dbname "$DATABASE"
