#!/bin/sh
# Prints the newest file of records in the folder $1 from its last $2 lines on, what is added to it, and every next file from its
# beginning. Ends with its standard input: nobody tells a program inside a container that the client of `docker exec` is gone.

set -u

newest() {
  # shellcheck disable=SC2012 # The server itself names these files.
  ls -t -- "$1"/*.json | head -n 1
}

follow() {
  lines=$2
  while file=$(newest "$1"); do
    tail -n "$lines" --follow=name "$file" &
    while [ "$(newest "$1")" = "$file" ]; do sleep 1; done
    # What was written last to the file is still on its way.
    sleep 1
    kill "$!"
    lines=+1
  done
}

follow "$1" "$2" &
cat >/dev/null
# This shell's group is all that `docker exec` began.
kill 0
