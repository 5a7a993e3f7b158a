#!/bin/sh
# Removes all pages below $TARGET.
set -eu
trap '' HUP INT PIPE TERM
docker rm --force tovplay-pages >/dev/null 2>&1 || :
rm -rf "${TARGET:?}"
