#!/bin/sh
# Links the segments in folder $1 into folder $2 under the names that PostgreSQL's programs expect; NAME.is-partial marks a partial
# one. Prints the names in $1.
set -eu
rm -rf "$2"
mkdir -m 0700 "$2"
for path in "$1"/*; do
  [ -f "$path" ] || continue
  file=${path##*/}
  whole=${file%.partial}
  if [ "$file" = "$whole" ]; then
    ln -s "$path" "$2/$file"
  elif [ ! -e "$1/$whole" ]; then
    ln -s "$path" "$2/$whole"
    : > "$2/$whole.is-partial"
  fi
  echo "$file"
done
