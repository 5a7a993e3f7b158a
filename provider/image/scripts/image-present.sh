#!/bin/sh
# Prints `present` when image $IMAGE (ID, name@digest, or name:tag) exists and is tagged $NAME:$TAG, otherwise `absent`.
set -eu
docker version --format '{{.Server.Version}}' >/dev/null 2>&1 || {
  echo "the Docker engine does not answer; start it on this host (systemctl start docker) and run this again" >&2
  exit 1
}
id=$(docker image inspect --format '{{.Id}}' "$IMAGE" 2>/dev/null) || id=
tagged=$(docker image inspect --format '{{.Id}}' "$NAME:$TAG" 2>/dev/null) || tagged=
if [ -n "$id" ] && [ "$id" = "$tagged" ]; then echo present; else echo absent; fi
