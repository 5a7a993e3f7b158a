#!/bin/sh
# Starts recovery of cluster $1, reachable from this container only; the other arguments are the server and its arguments.
set -eu
: > "$1/recovery.signal"
shift
"$@" > /tmp/server.log 2>&1 < /dev/null &
