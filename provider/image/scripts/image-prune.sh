#!/bin/sh
# Removes the images delivered as $NAME, except for the $KEEP newest and those used by a container, running or not.
set -eu
delivered=$FOLDER/delivered/$(printf %s "$NAME" | tr / +)
[ -d "$delivered" ] || exit 0
cd "$delivered"

containers=$(docker ps --all --quiet --no-trunc)
used=
# Word splitting is intended: one ID per word. A container that ends at this moment affects only the exit code, not the list.
# shellcheck disable=SC2086
if [ -n "$containers" ]; then used=$(docker inspect --format '{{.Image}}' $containers 2>/dev/null || true); fi

# Tags are hexadecimal, so a line of `ls` is a name.
# shellcheck disable=SC2012
ls -t | tail -n "+$((KEEP + 1))" | while read -r tag; do
  id=$(docker image inspect --format '{{.Id}}' "$NAME:$tag" 2>/dev/null) || id=
  if [ -n "$id" ]; then
    case $used in *"$id"*) continue ;; esac
    docker image rm "$NAME:$tag" >/dev/null 2>&1 || continue
    # Without a tag, a name with a digest from a pull must not keep the image.
    tags=$(docker image inspect --format '{{range .RepoTags}}{{.}} {{end}}' "$id" 2>/dev/null) || tags=gone
    if [ -z "$tags" ]; then
      for reference in $(docker image inspect --format '{{range .RepoDigests}}{{.}} {{end}}' "$id"); do docker image rm "$reference" >/dev/null 2>&1 || true; done
    fi
    echo "removed $NAME:$tag"
  fi
  rm -f "$tag"
done
