#!/bin/sh
# Writes standard input to $TARGET with owner $OWNER and mode $MODE, whole or not at all.
set -eu
umask 077
mkdir -p "$(dirname "$TARGET")"
part=$(mktemp "$TARGET.XXXXXX")
trap 'rm -f "$part"' EXIT
cat >"$part"
if [ "$(id -u)" = 0 ]; then
  chown "$OWNER" "$part"
  chmod "$MODE" "$part"
else
  # Only root may give a file away: here the 0700 folder around it keeps other users out.
  chmod a+r "$part"
fi
mv -f "$part" "$TARGET"
trap - EXIT
