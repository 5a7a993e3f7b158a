#!/bin/sh
# Prints which pages are current below $TARGET, and a checksum over their files and the assets of all that are kept.
set -eu
current=$(readlink "$TARGET/current" 2>/dev/null) || current=absent
sum=$(cd "$TARGET/current/" 2>/dev/null && {
  find . -type f
  find "$TARGET/kept/assets" -type f
} | LC_ALL=C sort | while read -r file; do
  stat -c '%a %u:%g' "$file"
  sha256sum "$file"
done | sha256sum | cut -c 1-16) || sum=none
echo "current=${current#releases/} files=$sum"
