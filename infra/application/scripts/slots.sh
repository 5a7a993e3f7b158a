#!/bin/sh
# The two places ('slots'), blue and green, in which releases of $SERVICE take turns; $PORTS are their ports. nginx asks green
# as long as the file $SWITCH_FILE is there, and looks for it at every request: no reload, which would lose requests.

SLOTS=${STATE_DIRECTORY:-/var/lib/tovplay}/releases/$SERVICE

port_of() {
  case $1 in blue) echo "${PORTS% *}" ;; green) echo "${PORTS#* }" ;; esac
}

other_slot() {
  case $1 in blue) echo green ;; green) echo blue ;; esac
}

# The slot that nginx asks.
serving_slot() {
  if [ -e "$SWITCH_FILE" ]; then echo green; else echo blue; fi
}

# The slot that nginx asked when it was last seen to answer; 'none' before the first release.
proven_slot() {
  cat "$SLOTS/slot" 2>/dev/null || echo none
}

# One field of the slot's container, as a template of `docker inspect`; '-' when there is no such container.
container() {
  if found=$(docker inspect --type container --format "$2" "$SERVICE-$1" 2>/dev/null); then echo "$found"; else echo -; fi
}

is_running() {
  [ "$(container "$1" '{{.State.Running}}')" = true ]
}

release_in() {
  container "$1" '{{index .Config.Labels "org.tovplay.release"}}'
}

health_in() {
  container "$1" '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}'
}

# What identifies a container, with all that can be changed in place.
# shellcheck disable=SC2016 # the dollar signs are the template's
settings_in() {
  container "$1" '{{.Id}} {{with .HostConfig}}{{.Memory}} {{.MemorySwap}} {{.NanoCpus}} {{.CpuShares}} {{.PidsLimit}} {{.RestartPolicy.Name}}{{end}} {{range $network, $_ := .NetworkSettings.Networks}}{{$network}} {{end}}'
}

# Whether the slot's container is the very one that was released there, unchanged.
is_as_released() {
  [ -f "$SLOTS/$1" ] && [ "$(cat "$SLOTS/$1")" = "$(settings_in "$1")" ]
}

# Writes standard input to the file $1, whole or not at all.
replace_file() {
  cat >"$1.part"
  sync "$1.part"
  mv -f "$1.part" "$1"
}

# Whether an nginx runs that asks the slots. Before the site is set up, none does.
nginx_asks_slots() {
  if [ "${NGINX_CONTAINER:-}" ]; then
    [ "$(docker inspect --type container --format '{{.State.Running}}' "$NGINX_CONTAINER" 2>/dev/null)" = true ]
    return
  fi
  kill -0 "$(cat /run/nginx.pid 2>/dev/null || echo none)" 2>/dev/null || return 1
  configuration=$(nginx -T 2>/dev/null) || return 0
  case $configuration in *"$SWITCH_FILE"*) ;; *) return 1 ;; esac
}

# Seconds since the machine started: unlike the time of day, it never jumps.
uptime_seconds() {
  cut -d . -f 1 /proc/uptime
}
