#!/bin/sh
# Starts a recovery in cluster $1, for nobody but this container; what follows are the server and its arguments.
set -eu
: > "$1/recovery.signal"
shift
"$@" > /tmp/server.log 2>&1 < /dev/null &
