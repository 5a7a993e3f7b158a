#!/bin/sh
# Fetches log file $1 to $2 for recovery: complete ones from the folders, then from the repository, then the receiver's partial
# one. A repository that cannot be read stops the recovery, since that is not the end of the log.
# Environment: FOLDERS, STANZA, CLUSTER.
set -u
for folder in $FOLDERS; do
  if [ -f "$folder/$1" ] && [ ! -f "$folder/$1.is-partial" ]; then cp "$folder/$1" "$2" && exit 0; fi
done
pgbackrest --stanza="$STANZA" --pg1-path="$CLUSTER" --log-level-console=off --log-level-file=off --log-level-stderr=error \
  --no-archive-async archive-get "$1" "$2"
code=$?
[ "$code" != 0 ] || exit 0
for folder in $FOLDERS; do
  if [ -f "$folder/$1.is-partial" ]; then cp "$folder/$1" "$2" && exit 0; fi
done
[ "$code" = 1 ] || exit 200
exit 1
