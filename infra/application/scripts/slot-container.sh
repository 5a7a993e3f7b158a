#!/bin/sh
# The container in a slot: made, started, waited for and ended.
# uses: slots, quoted, host/say, host/uptime

# Whether the slot $1 holds the container that served there last.
is_known() {
  [ -f "$SLOTS/$1" ] && read -r id _ <"$SLOTS/$1" && [ "$(container "$1" '{{.Id}}')" = "$id" ]
}

# Whether the slot $1 holds this release as it was released, healthy.
holds_release() {
  is_as_released "$1" && [ "$(release_in "$1")" = "$RELEASE" ] && [ "$(health_in "$1")" = healthy ] && is_running "$1"
}

# Makes a container of the image in the slot $1, by the arguments in $2, one a line, on all of $NETWORKS.
create() {
  slot=$1
  lines=$2
  first=${NETWORKS%% *}
  set -- --name "$SERVICE-$slot" --pull never --publish "127.0.0.1:$(port_of "$slot"):$INSIDE" \
    --label "org.tovplay.slot=$slot" --label "org.tovplay.release=$RELEASE" \
    --network "$first" --network-alias "$SERVICE"
  while IFS= read -r argument; do set -- "$@" "$argument"; done <<LINES
$lines
LINES
  docker create "$@" || return 1
  # An older engine takes one network only when it makes a container.
  for network in $NETWORKS; do
    if [ "$network" = "$first" ]; then continue; fi
    docker network connect --alias "$SERVICE" "$network" "$SERVICE-$slot" || return 1
  done
}

# Starts the release in the slot $1, from the container that is kept there or from a new one made by the arguments in $2.
# Fails with the reason in $said.
start() {
  if is_known "$1" && [ "$(release_in "$1")" = "$RELEASE" ]; then
    if docker update --restart unless-stopped "$SERVICE-$1" >/dev/null 2>&1 && docker start "$SERVICE-$1" >/dev/null 2>&1; then
      say "started $1 again"
      return
    fi
  fi
  retire "$1" 0
  if said=$(create "$1" "$2" 2>&1) && said=$(docker start "$SERVICE-$1" 2>&1); then
    say "started $1"
    return
  fi
  docker rm --force "$SERVICE-$1" >/dev/null 2>&1 || :
  return 1
}

# Waits for Docker's verdict on the slot $1. Fails with the reason in $fault, as soon as it can no longer become healthy.
wait_healthy() {
  began=$(cut -d ' ' -f 1 /proc/uptime)
  until=$(($(uptime_seconds) + HEALTH_SECONDS))
  fault="is not healthy after $HEALTH_SECONDS s"
  while [ "$(uptime_seconds)" -lt "$until" ]; do
    case $(container "$1" '{{.State.Status}} {{.RestartCount}} {{if .State.Health}}{{.State.Health.Status}}{{end}}') in
      'running 0 healthy')
        say "healthy after $(awk -v from="$began" '{ printf "%.1f", $1 - from }' /proc/uptime) s"
        return
        ;;
      'running 0 unhealthy') fault='is unhealthy' && return 1 ;;
      'running 0 '*) sleep 0.2 ;;
      *) fault=exited && return 1 ;;
    esac
  done
  return 1
}

# The last line of a container's log that names an error, or its last line: a program that crashes prints a stack trace after it.
error_line() {
  # Node shows the line of the source that threw, which may be long.
  log=$(docker logs --tail 40 "$1" 2>&1 | awk 'NF && length <= 1000') || log=''
  printf '%s\n' "$log" | grep -iE '(error|fatal|exception)[^[:alpha:]]' | tail -n 1 | grep . || printf '%s\n' "$log" | tail -n 1
}

# Why the slot $1 failed: the last output of its health check, or of its log.
last_words() {
  words=$(container "$1" '{{if .State.Health}}{{range .State.Health.Log}}{{println .Output}}{{end}}{{end}}' | grep -v '^$' | tail -n 1) || words=''
  if [ "$fault" = exited ] || [ -z "$words" ]; then words=$(error_line "$SERVICE-$1"); fi
  quoted "${words:-nothing}"
}

# Ends the slot's container, which finishes the requests under way; $2 is the number of such containers to keep for a rollback.
retire() {
  if is_running "$1"; then
    # nginx may have chosen this slot for a request just before it was switched.
    sleep "$DRAIN_SECONDS"
    docker update --restart no "$SERVICE-$1" >/dev/null 2>&1 || :
    docker stop "$SERVICE-$1" >/dev/null 2>&1 || :
    say "drained and stopped $1"
  fi
  if [ "$2" -gt 0 ] && is_known "$1"; then return; fi
  docker rm --force "$SERVICE-$1" >/dev/null 2>&1 || :
  rm -f "$SLOTS/$1"
}
