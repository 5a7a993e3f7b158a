#!/bin/sh
# Ends $SERVICE: both its containers and what is known of its releases.
set -eu
trap '' HUP INT PIPE TERM
mkdir -p "$SLOTS"
exec 9>>"$SLOTS/lock"
flock -w 300 9
for slot in blue green; do
  docker stop "$SERVICE-$slot" >/dev/null 2>&1 || :
  if said=$(docker rm --force "$SERVICE-$slot" 2>&1); then continue; fi
  case $said in
    *'No such container'*) ;;
    *)
      printf 'container %s-%s cannot be removed (%s); see the Docker engine of this host, then run this again\n' "$SERVICE" "$slot" "$said" | tr '\n' ' ' >&2
      exit 1
      ;;
  esac
done
rm -f "$SWITCH_FILE"
rm -rf "$SLOTS"
