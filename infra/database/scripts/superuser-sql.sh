#!/bin/sh
# Runs the SQL of standard input as PostgreSQL's superuser in $DATABASE, over the local socket of container $CONTAINER.
# Functions of schema public are somebody else's: the superuser's session does not find them.
set -eu
exec docker exec --interactive --env PGAPPNAME=tovplay_deployment --env PGOPTIONS=-csearch_path=pg_catalog,pg_temp --user postgres "$CONTAINER" \
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host /var/run/postgresql --username postgres --dbname "$DATABASE"
