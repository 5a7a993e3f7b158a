#!/bin/sh
# Loads image $IMAGE into the Docker engine from the transferred files $PIECES, with the manifest and configuration from standard
# input (a tar), and tags it $NAME:$TAG. Layers that the engine already has are not in the archive, because it does not read them.
set -eu
trap '' HUP PIPE
mkdir -p "$FOLDER/partial"
cd "$FOLDER/partial"
work=$(mktemp -d load.XXXXXX)
trap 'rm -rf "$work"' EXIT
tar -xf - -C "$work"

for piece in $PIECES; do
  if [ "$STORE" = containerd ]; then
    # This store needs each file uncompressed, as its digest says; the other one accepts it compressed.
    gzip -dc <"$piece.gz" >"$work/blobs/sha256/$piece"
  else
    ln "$piece.gz" "$work/$piece.gz"
  fi
done

if ! said=$( (cd "$work" && tar -cf - -- *) | docker load 2>&1) ||
  [ "$(docker image inspect --format '{{.Id}}' "$IMAGE" 2>/dev/null)" != "$IMAGE" ]; then
  # Remove files that were damaged after they arrived, so that they are sent again.
  for piece in $PIECES; do
    [ "$(gzip -dc <"$piece.gz" 2>/dev/null | sha256sum | cut -c 1-64)" = "$piece" ] || rm -f "$piece.gz"
  done
  echo "the Docker engine refuses image $IMAGE ($(echo "$said" | tail -n 1)); see journalctl -u docker on this host, then run this again" >&2
  exit 1
fi

docker tag "$IMAGE" "$NAME:$TAG"
delivered=$FOLDER/delivered/$(printf %s "$NAME" | tr / +)
mkdir -p "$delivered"
touch "$delivered/$TAG"
for piece in $PIECES; do rm -f "$piece.gz"; done
# Files unused for a week.
find . -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} +
