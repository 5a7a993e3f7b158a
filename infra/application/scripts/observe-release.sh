#!/bin/sh
# Prints which release of $SERVICE nginx asks, and whether its container is as it was released.
set -eu
slot=$(serving_slot)
# After a restart of the engine its health is known again within seconds.
tries=0
while [ "$(health_in "$slot")" = starting ] && [ "$tries" -lt 30 ]; do
  sleep 0.5
  tries=$((tries + 1))
done
if is_as_released "$slot"; then settings=released; else settings=changed; fi
if [ "$slot" != "$(proven_slot)" ]; then settings="$settings,unproven"; fi
echo "release=$(release_in "$slot") slot=$slot state=$(container "$slot" '{{.State.Status}}') health=$(health_in "$slot") image=$(container "$slot" '{{.Image}}') settings=$settings"
