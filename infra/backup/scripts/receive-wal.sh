#!/bin/bash
# Receives the write-ahead log for as long as the container runs. The slot makes the server keep what is not here yet; it is made
# again after the server was restored. No compression: a segment that is not complete yet has to be readable, too.
# uses: host/log
set -euo pipefail
umask 077
folder=/var/lib/tovplay/wal
options=(--directory="$folder" --slot="$RECEIVER" --no-password --status-interval=5)
# Each piece is on the disk before it is acknowledged.
[ "$SYNCHRONOUS" = no ] || options+=(--synchronous)
receiver=
program=wal-receiver
trap '[ -z "$receiver" ] || kill -INT "$receiver"; exit 0' INT TERM

# Where the server cannot go on from what is here, because it was restored to an earlier moment or has thrown away what comes next,
# the receiver starts over. What it has may be the only copy, so it is moved aside and not removed.
start_over() {
  local aside
  aside=$folder/aside-$(date --utc +%Y%m%dT%H%M%SZ)
  mkdir -p "$aside"
  find "$folder" -maxdepth 1 -type f -exec mv -t "$aside" -- '{}' +
  pg_receivewal --slot="$RECEIVER" --drop-slot --no-password || log 'the slot could not be dropped'
  log "the server cannot go on from here; what was received is in $aside"
}

cannot_go_on='has already been removed|is ahead of the WAL flush position|not in this server.s history|invalidated|can no longer'

while :; do
  if pg_receivewal --slot="$RECEIVER" --create-slot --if-not-exists --no-password; then
    : >/tmp/said
    pg_receivewal "${options[@]}" --no-loop 2> >(tee /tmp/said >&2) &
    receiver=$!
    status=0
    wait "$receiver" || status=$?
    receiver=
    log "the stream ended with code $status; it is taken up again"
    ! grep -qE "$cannot_go_on" /tmp/said || start_over
  else
    log 'the server gives no slot; asked again'
  fi
  sleep 2 &
  wait $! || true
done
