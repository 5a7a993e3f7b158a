#!/bin/sh
# Prints facts about the cluster in folder $1, if it exists, as `name: value` lines. $2: folder of all clusters.
set -eu
df -B1 --output=avail "$2" | sed -n '2s/^ */free bytes: /p'
find "$2" -mindepth 1 -maxdepth 1 -printf 'folder: %f\n'
[ -s "$1/PG_VERSION" ] && [ -s "$1/global/pg_control" ] || exit 0
pg_controldata "$1"
