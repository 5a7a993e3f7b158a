#!/bin/sh
# Lets one deployment at a time change this host. Holds the lock until standard input ends, which happens when the connection
# or the deploying program ends. Waits $WAIT seconds for another holder and prints who it is. $OWNER is the new holder.
set -eu
lock=/run/lock/tovplay-deployment
holder() {
  cat "$lock.owner" 2>/dev/null || echo somebody
}
exec 9>>"$lock"
if ! flock -n 9; then
  echo "waiting for $(holder)"
  if ! flock -w "$WAIT" 9; then
    echo "$(holder) is deploying to this host and did not finish within $WAIT s; wait for that deployment or stop it, then run this again" >&2
    exit 1
  fi
fi
printf '%s\n' "$OWNER" >"$lock.owner"
echo locked
cat >/dev/null 9>&-
rm -f "$lock.owner"
