#!/bin/bash
# Healthy is a receiver whose stream is open and whose newest segment the server still writes to: the server says where it is,
# the folder how far it got. A process that only runs proves nothing.
set -euo pipefail
folder=/var/lib/tovplay/wal
# IDENTIFY_SYSTEM answers on a connection for replication: system identifier, time line, position.
IFS='|' read -r _ timeline position _ < <(psql --no-psqlrc --no-password --tuples-only --no-align \
  'dbname=replication replication=true application_name=tovplay_wal_receiver_health' --command=IDENTIFY_SYSTEM)
[[ $timeline =~ ^[0-9]+$ && $position =~ ^[0-9A-F]+/[0-9A-F]+$ ]] || { echo 'the server does not say where it is'; exit 1; }
segment=$(printf '%08X%08X%08X' "$timeline" "0x${position%/*}" "$((0x${position#*/} >> 24))")
newest=$(find "$folder" -maxdepth 1 -type f -regextype posix-extended -regex '.*/[0-9A-F]{24}(\.partial)?' -printf '%f\n' | sort | tail -n 1)
# The segment before is enough: the server may just have begun another one.
[[ -n $newest ]] || { echo 'nothing was received yet'; exit 1; }
behind=$(( (16#${segment:8:8} - 16#${newest:8:8}) * 256 + 16#${segment:16:8} - 16#${newest:16:8} ))
[[ ${newest:0:8} = "${segment:0:8}" && $behind -le 1 ]] || { echo "the server is at $segment, the receiver at $newest"; exit 1; }
