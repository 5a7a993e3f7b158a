#!/bin/sh
# First process of the server's container: moves a cluster of the earlier layout, runs the image's entry point with the arguments
# given, and tells Docker's log how it ended. PostgreSQL itself must not be the first process: pgBackRest leaves one running in the
# background, and one of those that ends badly would look to PostgreSQL like a crashed session of its own.
# uses: host/failure, host/log
set -eu
umask 077
root=/var/lib/postgresql/data
log=/var/log/postgresql
socket=/var/run/postgresql/.s.PGSQL.5432
server=
program=start

refuse() {
  fail "$program: $*: nothing was changed"
}

# A cluster right in the volume becomes the one in $PGDATA, in renames only; cut off at any point, it goes on at the next start.
move_earlier_cluster() {
  [ -e "$root/PG_VERSION" ] || [ -d "$root/.moving" ] || return 0
  [ ! -e "$PGDATA/PG_VERSION" ] ||
    refuse "there is one cluster in $root and another in $PGDATA; move the wrong one out of the volume and start again"
  mkdir -p "$root/.moving"
  for entry in "$root"/* "$root"/.[!.]*; do
    case ${entry##*/} in live | lost+found | PG_VERSION | .moving | .lock | '*' | '.[!.]*') continue ;; esac
    mv -- "$entry" "$root/.moving/"
  done
  [ ! -e "$root/PG_VERSION" ] || mv -- "$root/PG_VERSION" "$root/.moving/"
  sync -f "$root"
  mv -T -- "$root/.moving" "$PGDATA"
  sync -f "$root"
  log "the cluster was moved from $root to $PGDATA"
}

# A new, empty cluster must never take the place of one that is elsewhere or was destroyed.
refuse_to_start_over() {
  if [ -e "$PGDATA/PG_VERSION" ] || [ -d "$PGDATA/.initializing" ]; then return; fi
  for other in "$root"/*/PG_VERSION; do
    [ ! -e "$other" ] || refuse "$PGDATA contains no cluster, but ${other%/PG_VERSION} does; finish the restore or rename that folder"
  done
  [ ! -e "$log/.cluster" ] ||
    refuse "$PGDATA contains no cluster, but this server had one; restore it (./tovrun restore), or remove $log/.cluster to start with an empty one"
}

# What ended the server, when it was its own log that heard it; without the fields that hold values of rows.
last_words() {
  # shellcheck disable=SC2012 # PostgreSQL chose the names
  newest=$(ls -t "$log"/*.json 2>/dev/null | head -n 1)
  [ -n "$newest" ] || return 0
  log "the server ended with code $1; its last words in $newest:"
  grep -E '"error_severity":"PANIC"|"error_severity":"FATAL".*"backend_type":"(postmaster|startup)"' "$newest" | tail -n 3 |
    sed -E 's/,"(detail|context|statement|internal_query)":"([^"\\]|\\.)*"//g' >&2 || :
}

[ "${PGDATA:-}" = "$root/live" ] || refuse "PGDATA is not $root/live; set it"
# Every process of the container holds the lock, so the next container waits for the last of them.
exec 9>"$root/.lock"
flock --nonblock 9 || refuse "another container runs a server on this volume; stop it first"
move_earlier_cluster
refuse_to_start_over
: >"$log/.cluster"
rm -f "$socket" "$socket.lock"
trap '[ -z "$server" ] || kill -INT "$server"' INT TERM
trap '[ -z "$server" ] || kill -HUP "$server"' HUP
# A shell lets its background processes ignore SIGINT, which here is what asks the server to end.
env --default-signal=INT,QUIT docker-entrypoint.sh "$@" &
server=$!
status=0
while kill -0 "$server" 2>/dev/null; do
  status=0
  wait "$server" || status=$?
done
[ "$status" = 0 ] || last_words "$status"
exit "$status"
