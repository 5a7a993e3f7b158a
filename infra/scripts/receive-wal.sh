#!/bin/bash
# Receives the write-ahead log for as long as the container runs. The slot makes the server keep what is not here yet; it is made
# again after the server was restored. No compression: a segment that is not complete yet has to be readable, too.
set -euo pipefail
umask 077
folder=/var/lib/tovplay/wal
options=(--directory="$folder" --slot="$RECEIVER" --no-password --status-interval=5)
# Each piece is on the disk before it is acknowledged.
[ "$SYNCHRONOUS" = no ] || options+=(--synchronous)
receiver=
trap '[ -z "$receiver" ] || kill -INT "$receiver"; exit 0' INT TERM

say() { printf 'wal-receiver: %s\n' "$*" >&2; }

while :; do
  if pg_receivewal --slot="$RECEIVER" --create-slot --if-not-exists --no-password; then
    pg_receivewal "${options[@]}" --no-loop &
    receiver=$!
    status=0
    wait "$receiver" || status=$?
    receiver=
    say "the stream ended with code $status; it is taken up again"
  else
    say 'the server gives no slot; asked again'
  fi
  sleep 2 &
  wait $! || true
done
