#!/bin/sh
# Appends standard input to the first $OFFSET received bytes of the compressed file $DIGEST, and verifies the file when its $SIZE bytes
# are complete. Exit code 3: fewer than $OFFSET bytes are here; 4: complete but different from $DIGEST, so it was removed; 5: incomplete.
set -eu
# A lost connection must not stop this script: received data is kept.
trap '' HUP PIPE
mkdir -p "$FOLDER/partial"
chmod 0700 "$FOLDER/partial"
cd "$FOLDER/partial"
part=$DIGEST.part

held() { if [ -f "$part" ]; then wc -c <"$part" | tr -d ' '; else echo 0; fi; }
full() {
  rm -f "$part.$$"
  echo "not enough disk space for the image in $FOLDER; free some and run this again, received data is kept" >&2
  exit 1
}

if [ "$(held)" -lt "$OFFSET" ]; then
  held
  exit 3
fi
# Into a new file: the script of a lost connection may still be writing to the old one.
if [ "$OFFSET" -gt 0 ]; then head -c "$OFFSET" "$part" >"$part.$$" || full; else : >"$part.$$" || full; fi
mv -f "$part.$$" "$part"
cat >>"$part" || full

if [ "$(held)" -lt "$SIZE" ]; then
  held
  exit 5
fi
if [ "$(held)" -eq "$SIZE" ] && [ "$(gzip -dc <"$part" 2>/dev/null | sha256sum | cut -c 1-64)" = "$DIGEST" ]; then
  mv -f "$part" "$DIGEST.gz"
else
  rm -f "$part"
  exit 4
fi
