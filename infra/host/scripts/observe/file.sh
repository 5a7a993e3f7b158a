#!/bin/sh
# Prints what is at $TARGET: SHA-256 of its content, its rights and owner.
# uses: checksum
set -eu
if [ ! -f "$TARGET" ]; then
  echo absent
  exit 0
fi
# One file whose name we chose, and the form that every system knows.
# shellcheck disable=SC2012
rights=$(ls -ln "$TARGET" | awk '{ print $1, $3 }')
sum=$(sha256_of_input <"$TARGET")
echo "$sum $rights"
