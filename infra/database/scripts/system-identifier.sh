#!/bin/sh
# Prints the system identifier of the cluster in container $CONTAINER. It is read from its files: nobody logs in for it.
set -eu
LC_ALL=C docker exec --user postgres --env LC_ALL=C "$CONTAINER" pg_controldata |
  sed -n 's/^Database system identifier: *//p' | grep .
