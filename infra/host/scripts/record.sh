#!/bin/sh
# Appends the release that standard input describes, one line of JSON, to the history of this host. It is asked again after
# a connection that was cut: a release that is the newest already is not written twice.
set -eu
trap '' HUP INT PIPE TERM
release=$(cat)
case $release in
  *'
'*) release='' ;;
  '{'*'}') ;;
  *) release='' ;;
esac
if [ -z "$release" ]; then
  echo "the release to be recorded is not one line of JSON; see the standard input of this step" >&2
  exit 1
fi
if [ -f "$HISTORY" ]; then
  newest=$(grep -F '"result":"done"' "$HISTORY" | tail -n 1) || newest=''
  case $newest in
    *'"release":'"$release"'}') exit 0 ;;
  esac
fi
append_history "done" "\"release\":$release"
