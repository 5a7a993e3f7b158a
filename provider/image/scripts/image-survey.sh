#!/bin/sh
# Prints what this host has of an image: `image ID LAYERS` when $IMAGE already exists, which is then tagged $NAME:$TAG, otherwise
# the engine, the free space, the layers of every image, and files from earlier transfers.
set -eu
engine=$(docker version --format '{{.Server.Version}} {{.Server.Arch}}' 2>&1) || {
  echo "the Docker engine does not answer ($(echo "$engine" | tail -n 1)); start it on this host (systemctl start docker) and run this again" >&2
  exit 1
}

if found=$(docker image inspect --format '{{.Id}} {{len .RootFS.Layers}}' "$IMAGE" 2>/dev/null); then
  docker tag "${found% *}" "$NAME:$TAG"
  delivered=$FOLDER/delivered/$(printf %s "$NAME" | tr / +)
  mkdir -p "$delivered"
  # The file's time shows which image of a name is the newest.
  touch "$delivered/$TAG"
  echo "image $found"
  exit 0
fi

# available FOLDER: mount point and free bytes; for a missing folder, those of its nearest existing parent.
available() {
  place=$1
  while [ ! -d "$place" ]; do place=$(dirname "$place"); done
  df -Pk "$place" | awk 'NR == 2 { printf "%s %.0f\n", $6, $4 * 1024 }'
}

root=$(docker info --format '{{.DockerRootDir}}')
store=classic
if docker info --format '{{json .DriverStatus}}' | grep -q io.containerd.snapshotter; then store=containerd; fi
echo "engine $engine $store"
echo "space transfer $(available "$FOLDER")"
echo "space engine $(available "$root")"

if [ "$store" = containerd ]; then
  for blobs in "$root/containerd/daemon" /var/lib/containerd; do
    blobs=$blobs/io.containerd.content.v1.content/blobs/sha256
    if [ -d "$blobs" ]; then find "$blobs" -type f -exec basename {} \; | sed 's/^/blob /'; fi
  done
else
  images=$(docker image ls --all --quiet --no-trunc | sort -u)
  # An image removed at this moment affects only the exit code, not the list. Word splitting is intended: one ID per word.
  # shellcheck disable=SC2086
  if [ -n "$images" ]; then
    { docker image inspect --format 'layers{{range .RootFS.Layers}} {{.}}{{end}}' $images 2>/dev/null || true; } | sort -u
  fi
fi

for file in "$FOLDER"/partial/*.part "$FOLDER"/partial/*.gz; do
  if [ -f "$file" ]; then
    file_name=$(basename "$file")
    echo "${file_name##*.} ${file_name%.*} $(wc -c <"$file")"
  fi
done
