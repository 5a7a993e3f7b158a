#!/bin/sh
# Runs the program of the arguments until it ends or standard input does: nobody tells a program on a host that who asked for it
# is gone, and one that has nothing to print does not notice.

set -u

# What runs in the background has no other standard input than one that is named.
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{
  cat <&3 >/dev/null
  kill "$program"
} 2>/dev/null &
exec 3<&-
wait "$program"
