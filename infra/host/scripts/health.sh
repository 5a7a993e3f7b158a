#!/bin/sh
# Health check of a container: `health.sh LOOK... [-- FIRST...]`, as watch.sh beside it explains. An image without bash has Busybox,
# where each look starts a program.
# uses: health-note

if [ -x /bin/bash ]; then exec /bin/bash "${0%/*}/watch.sh" "$@"; fi

look() {
  if [ "$1" = http ]; then wget -q -T 3 -O /dev/null "http://127.0.0.1:$2$3"; else "$@"; fi
}

count=0
wrong=0
while :; do
  if said=$(look "$@" 2>&1); then wrong=0; else wrong=$((wrong + 1)); fi
  count=$((count + 1))
  if [ "$wrong" = 0 ] && { [ "$count" = 75 ] || ! was_healthy; }; then end_healthy; fi
  if [ "$wrong" = 3 ]; then end_failed "$said"; fi
  if [ "$wrong" = 0 ]; then sleep 4; else sleep 1; fi
done
