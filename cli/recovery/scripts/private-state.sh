#!/bin/sh
# Waits up to $1 seconds until the private server of cluster $2 has finished recovery. Prints `ready`, `ended`, or its position.
set -u
end=$(($(date +%s) + $1))
while :; do
  server=$(head -n 1 "$2/postmaster.pid" 2>/dev/null)
  if grep -q 'FATAL:\|PANIC:\|shut down' /tmp/server.log && ! { [ -n "$server" ] && kill -0 "$server" 2>/dev/null; }; then
    echo ended
    exit 0
  fi
  state=$(psql --no-psqlrc --quiet --tuples-only --no-align --host=/tmp --username=postgres --dbname=postgres \
    --command="SELECT CASE WHEN pg_is_in_recovery() THEN 'at ' || pg_last_wal_replay_lsn() ELSE 'ready' END" \
    2>/dev/null </dev/null)
  [ "$state" != ready ] || { echo ready; exit 0; }
  [ "$(date +%s)" -lt "$end" ] || { echo "${state:-starting}"; exit 0; }
  sleep 0.05
done
