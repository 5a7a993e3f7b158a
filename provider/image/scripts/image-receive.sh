#!/bin/sh
# Appends standard input to the first $OFFSET bytes of what is here of the compressed file $DIGEST, and verifies it when its $SIZE bytes
# are complete. Exit code 3: fewer than $OFFSET bytes are here; 4: it is complete but not what $DIGEST says, and removed; 5: cut off.
set -eu
# A connection that is lost must not end this: what has arrived is kept.
trap '' HUP PIPE
mkdir -p "$FOLDER/partial"
chmod 0700 "$FOLDER/partial"
cd "$FOLDER/partial"
part=$DIGEST.part

held() { if [ -f "$part" ]; then wc -c <"$part" | tr -d ' '; else echo 0; fi; }
full() {
  rm -f "$part.$$"
  echo "there is no space left for an image in $FOLDER; free some there and run this again, what has arrived is kept" >&2
  exit 1
}

if [ "$(held)" -lt "$OFFSET" ]; then
  held
  exit 3
fi
# Into a new file: the receiver of a lost connection may still be writing to the old one.
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
