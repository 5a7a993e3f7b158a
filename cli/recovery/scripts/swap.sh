#!/bin/sh
# Replaces the live cluster $1 with cluster $2 once its server has stopped, and keeps the old one as $3. Waits up to $4 seconds for
# the server; 0: it does not run. After an interruption $1 is still a complete cluster, the old or the new one, and another run
# continues: the new cluster contains the file $5.
set -eu
end=$(($(date +%s) + $4))
while [ "$4" -gt 0 ] && [ -e "$1/postmaster.pid" ]; do
  [ "$(date +%s)" -lt "$end" ] || { echo "the server did not stop within $4 s" >&2; exit 1; }
  sleep 0.01
done
if [ ! -e "$1/$5" ]; then
  if [ -e "$1" ]; then
    [ -e "$3" ] || mv -T "$2" "$3"
    mv --exchange -T "$3" "$1"
  else
    mv -T "$2" "$1"
  fi
fi
sync -f "$1"
