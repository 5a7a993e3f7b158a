#!/bin/sh
# Prints which pages are current below $TARGET, and a checksum over their files.
set -eu
current=$(readlink "$TARGET/current" 2>/dev/null) || current=absent
sum=$(cd "$TARGET/current" 2>/dev/null && find . -type f -exec sha256sum {} + | sort | sha256sum | cut -c 1-16) || sum=none
echo "$current $sum"
