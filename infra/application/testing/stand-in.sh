#!/bin/sh
# Stands in for Docker on a host of $HOST_FOLDER, and is in the way of every other program that changes something: under the
# name of each. The $KILL_AT-th change does not happen; whoever wanted it is killed instead, with all its processes.
set -eu
program=${0##*/}
containers=$HOST_FOLDER/containers

serving() {
  if [ -e "$SWITCH_FILE" ]; then echo tovplay-backend-green; else echo tovplay-backend-blue; fi
}

# Counts a change. As soon as a first release serves, whatever is changed finds a container running where nginx asks.
change() {
  if [ -e "$HOST_FOLDER/serves" ] && [ "$(cat "$containers/$(serving)/status" 2>/dev/null)" != running ]; then
    echo "nothing serves before: $program $*" >>"$HOST_FOLDER/outages"
  fi
  count=$(($(cat "$HOST_FOLDER/count") + 1))
  echo "$count" >"$HOST_FOLDER/count"
  if [ "$count" = "${KILL_AT:-0}" ]; then kill -9 0; fi
}

create() {
  name=$2
  mkdir "$containers/$name"
  for argument in "$@"; do
    case $argument in
      org.tovplay.release=*) echo "${argument#*=}" >"$containers/$name/release" ;;
      --env=BEHAVIOUR=*) echo "${argument##*=}" >"$containers/$name/behaviour" ;;
    esac
  done
  echo "$name-$(cat "$HOST_FOLDER/count")" >"$containers/$name/id"
  echo created >"$containers/$name/status"
}

start() {
  case $(cat "$containers/$1/behaviour") in
    exits) echo exited >"$containers/$1/status" ;;
    *) echo running >"$containers/$1/status" ;;
  esac
}

inspect() {
  [ -d "$containers/$2" ] || exit 1
  health=$(cat "$containers/$2/behaviour")
  status=$(cat "$containers/$2/status")
  id=$(cat "$containers/$2/id")
  case $1 in
    '{{.State.Running}}') if [ "$status" = running ]; then echo true; else echo false; fi ;;
    '{{.State.Status}} {{.RestartCount}}'*) echo "$status 0 $health" ;;
    '{{.State.Status}}') echo "$status" ;;
    *org.tovplay.release*) cat "$containers/$2/release" ;;
    '{{.Id}}') echo "$id" ;;
    '{{.Id}} '*) echo "$id $(cat "$containers/$2/restart" 2>/dev/null)" ;;
    *State.Health.Log*) echo "503 password=hunter2" ;;
    *State.Health*) echo "$health" ;;
    '{{.Image}}') echo sha256:image ;;
    *) exit 1 ;;
  esac
}

case $program,${1:-} in
  docker,version) exit 0 ;;
  docker,inspect) inspect "$5" "$6" ;;
  docker,logs) printf 'boom at %s://eve:hunter2@db\n' postgres ;;
  docker,*)
    change "$@"
    action=$1
    shift
    case $action in
      create) create "$@" ;;
      network) [ -d "$containers/$5" ] ;;
      start) start "$1" ;;
      update) echo "$2" >"$containers/$3/restart" ;;
      stop) [ ! -d "$containers/$1" ] || echo exited >"$containers/$1/status" ;;
      rm) PATH=/usr/bin:/bin rm -rf "${containers:?}/$2" ;;
    esac
    ;;
  sleep,*) change "$@" ;;
  *)
    change "$@"
    PATH=/usr/bin:/bin exec "$program" "$@"
    ;;
esac
