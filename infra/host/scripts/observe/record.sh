#!/bin/sh
# Prints the checksum of the newest release that the history of this host tells of.
# uses: history
set -eu
newest=''
if [ -f "$HISTORY" ]; then newest=$(grep -F '"result":"done"' "$HISTORY" | tail -n 1) || newest=''; fi
if [ -z "$newest" ]; then
  echo absent
else
  printf '%s' "$newest" | sha256sum | cut -c 1-16
fi
