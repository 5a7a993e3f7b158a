#!/bin/sh
# Puts cluster $2 in the place of the live one, $1, once no server runs there any more, and keeps the old one as $3. Waits up to $4
# seconds for that; 0: the server is known to be gone. Cut off at any moment, $1 is a whole cluster, the old or the new one, and run
# again, this goes on where it was: the new one is known by the file $5 in it.
set -eu
end=$(($(date +%s) + $4))
while [ "$4" -gt 0 ] && [ -e "$1/postmaster.pid" ]; do
  [ "$(date +%s)" -lt "$end" ] || { echo "the server did not end within $4 s" >&2; exit 1; }
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
