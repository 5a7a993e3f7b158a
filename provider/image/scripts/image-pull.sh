#!/bin/sh
# Pulls $REFERENCE (name@digest) from its registry and tags it $NAME:$TAG. Logs in as $LOGIN, if set, with the password from standard input, which
# is deleted afterwards. Prints the output of the pull, if one was needed, and `image ID`.
set -eu
trap '' HUP PIPE
known() { docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$REFERENCE" 2>/dev/null | grep -q "@${REFERENCE##*@}\$"; }

if ! known; then
  if [ -n "$LOGIN" ]; then
    umask 077
    DOCKER_CONFIG=$(mktemp -d)
    export DOCKER_CONFIG
    trap 'rm -rf "$DOCKER_CONFIG"' EXIT
    said=$(docker login --username "$LOGIN" --password-stdin "$SERVER" 2>&1) || {
      echo "registry $SERVER refuses the login of $LOGIN ($(echo "$said" | tail -n 1)); correct the stack's registry credentials" >&2
      exit 1
    }
  fi
  said=$(docker pull "$REFERENCE" 2>&1) || {
    echo "cannot pull $REFERENCE ($(echo "$said" | tail -n 1)); check that the host can reach the registry, or set the stack's image delivery to transfer" >&2
    exit 1
  }
  known || {
    echo "after the pull the engine has no image with the digest of $REFERENCE; push the image again and use its new digest" >&2
    exit 1
  }
  echo "$said"
fi
docker tag "$REFERENCE" "$NAME:$TAG"
docker image inspect --format 'image {{.Id}}' "$REFERENCE"
delivered=$FOLDER/delivered/$(printf %s "$NAME" | tr / +)
mkdir -p "$delivered"
touch "$delivered/$TAG"
