#!/bin/sh
# Brings release $RELEASE of $SERVICE beside the one that serves, waits for its health, lets nginx use it, and stops the
# earlier one, which is kept for a rollback. Standard input: the arguments of `docker create`, one a line.
# Whatever fails before the switch is proven leaves the earlier release serving. The script may be killed at any point:
# the next run finds out what serves and goes on from there. A connection that is cut does not end it.
# uses: slot-container, host/history, host/failure
set -eu
umask 077
trap '' HUP INT PIPE TERM
arguments=$(cat)

# Records and says why the release failed.
refuse() {
  append_history failed "\"service\":$(json_string "$SERVICE"),\"release\":$(json_string "$RELEASE"),\"reason\":$(json_string "$1")" || :
  fail "$1"
}

check_input() {
  sum=$(printf '%s\n' "$SERVICE" "$PORTS" "$INSIDE" "$NETWORKS" "$arguments" | sha256sum)
  case $sum in "$RELEASE"*) return ;; esac
  refuse "the arguments of release $RELEASE of $SERVICE arrived incomplete; nothing was changed, run this again"
}

check_host() {
  for program in docker curl; do
    command -v "$program" >/dev/null || refuse "the program '$program' is missing on this host; prepare the host, then run this again"
  done
  if ! said=$(timeout 30 docker version --format '{{.Server.Version}}' 2>&1); then
    refuse "the Docker engine of this host does not answer ($(quoted "$said")); start it, then run this again"
  fi
}

# Lets nginx ask the slot $1, from the next request on.
point_nginx_at() {
  # nginx's workers, who are not root, have to see what is in there.
  (umask 022 && mkdir -p "$(dirname "$SWITCH_FILE")")
  if [ "$1" = green ]; then : >>"$SWITCH_FILE"; else rm -f "$SWITCH_FILE"; fi
  sync "$(dirname "$SWITCH_FILE")"
}

# After a run that was killed, or a switch by hand: lets nginx ask what is known to work.
settle() {
  proven=$(proven_slot)
  if [ "$proven" = none ] || [ "$proven" = "$(serving_slot)" ] || ! is_running "$proven"; then return; fi
  point_nginx_at "$proven"
  say "nginx uses $proven again: an earlier switch was interrupted or made by hand"
}

# Takes note that the slot $1 serves: from here on the other one is dispensable.
prove() {
  settings_in "$1" | replace_file "$SLOTS/$1"
  echo "$1" | replace_file "$SLOTS/slot"
}

what_serves() {
  if [ "$from" != "$to" ] && is_running "$from"; then echo 'the earlier release goes on serving'; else echo 'nothing was switched'; fi
}

# Takes the new release in the slot $to away again; $1 is what is wrong with it.
give_up() {
  words=$(last_words "$to")
  retire "$to" 0
  refuse "release $RELEASE of $SERVICE $1 (its last output: $words); $(what_serves), fix the image or its settings and deploy again"
}

# Whether the site answers through nginx: five times in a row, within ten attempts. $answer says what came instead.
answers() {
  answer=''
  if [ -z "${CHECK_URL:-}" ] || [ -e "$(dirname "$SWITCH_FILE")/maintenance" ] || ! nginx_asks_slots; then return 0; fi
  row=0
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    # Whose certificate it is does not matter on the way to this very host.
    if answer=$(curl --silent --show-error --fail --insecure --noproxy '*' --max-time 5 --output /dev/null --connect-to '::127.0.0.1:' "$CHECK_URL" 2>&1); then
      row=$((row + 1))
      if [ "$row" = 5 ]; then return 0; fi
    else
      row=0
      sleep 0.3
    fi
  done
  return 1
}

# Brings the release into service in the slot $to.
deploy() {
  from=$(serving_slot)
  to=$from
  if holds_release "$from"; then
    say "$from serves release $RELEASE already"
    prove "$from"
    return
  fi
  if is_running "$from"; then to=$(other_slot "$from"); fi
  start "$to" "$arguments" || refuse "release $RELEASE of $SERVICE could not be started ($(quoted "$said")); $(what_serves), fix that and deploy again"
  wait_healthy "$to" || give_up "$fault"
  point_nginx_at "$to"
  if ! answers; then
    point_nginx_at "$from"
    fault="does not answer through nginx ($(quoted "$answer"))"
    give_up "$fault"
  fi
  prove "$to"
  say "switched to $to"
}

mkdir -p "$SLOTS"
exec 9>>"$SLOTS/lock"
flock -w "$((HEALTH_SECONDS + DRAIN_SECONDS + 120))" 9 ||
  refuse "another release of $SERVICE is still in progress on this host; wait until it ends, then run this again"
check_input
check_host
settle
deploy
retire "$(other_slot "$to")" "$KEEP"
