#!/bin/sh
# Prints the lines of the structured log that mention a drop; $1: folder of the log.
set -eu
[ -d "$1" ] || exit 0
find "$1" -maxdepth 1 -name '*.json' -exec grep -h -i -e 'drop' {} + | tail -n 2000 || true
