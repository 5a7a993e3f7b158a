#!/bin/bash
# Health check of a container that watches: `watch.sh LOOK... [-- FIRST...]`. One run stays in the container, looks every few seconds
# and ends when it has something to tell: at once when the container got healthy or fails, otherwise after five minutes. The
# engine needs 50 ms of processor time to start a program in a container whatever it does, a look a hundredth of that.
# LOOK is `http PORT PATH`, `postgres PORT USER DATABASE`, `stream PORT` (a connection to that port of some host is open) or a command.
# FIRST, a command, looks closer: until the container is healthy, then once a run.
# uses: health-note
LC_ALL=C

# Seconds: of a run, between looks, to answer in, in which a program that works may be silent, and in which one that does
# nothing may become healthy.
run=${WATCH_RUN:-300}
pause=4
limit=2
silence=20
idle=5

# Nothing ever comes out of it, so reading from it with a time limit is a pause that starts no program. The shell waits for what it starts:
# the container's first process may not, and what is left to it would stay for ever.
exec {clock}<> <(:)
wait $!
pause() { read -r -t "$1" -u "$clock" || :; }

look_http() {
  local status line body
  { exec {web}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || { said="port $1 takes no connection" && return 1; }
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&"$web"
  read -r _ status _ <&"$web"
  status=${status%$'\r'}
  if [ "$status" = 200 ]; then
    exec {web}>&-
    return 0
  fi
  while read -r line <&"$web" && [ -n "${line%$'\r'}" ]; do :; done
  read -r -N 1000 body <&"$web"
  exec {web}>&-
  said="${status:-nothing} ${body//[$'\r\n']/ }"
  return 2
}

# Begins a login at PostgreSQL or PgBouncer: who is asked for a password would be let in. This is what pg_isready does.
look_postgres() {
  local kind text length="\\x00\\x00\\x00" login="user\\x00$2\\x00database\\x00$3\\x00\\x00"
  printf -v length '%s\\x%02x' "$length" $((4 + 4 + 5 + ${#2} + 1 + 9 + ${#3} + 2))
  { exec {server}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || { said="port $1 takes no connection" && return 1; }
  printf '%b' "$length\\x00\\x03\\x00\\x00$login" >&"$server"
  read -r -N 1 kind <&"$server"
  if [ "$kind" != R ]; then read -r -N 300 text <&"$server"; fi
  exec {server}>&-
  said="port $1 says: $kind${text//[![:print:]]/ }"
  [ "$kind" = R ]
}

look_stream() {
  local port list lines line
  printf -v port ':%04X 01 ' "$1"
  for list in /proc/net/tcp /proc/net/tcp6; do
    { mapfile -t lines <"$list"; } 2>/dev/null
    for line in "${lines[@]}"; do
      # The address of the other side, and 01 for a connection that is open.
      if [[ $line = *"$port"* ]]; then return 0; fi
    done
  done
  said="no connection to port $1 is open"
  return 1
}

# Fails with the reason in $said: with 2 when the program answered.
look() {
  case $1 in
    http) look_http "$2" "$3" ;;
    postgres) look_postgres "$2" "$3" "$4" ;;
    stream) look_stream "$2" ;;
    *) said=$("$@" 2>&1 </dev/null) ;;
  esac
}

# Looks as long as somebody listens, and says after each look what came of it. Pauses, in seconds, when it is good and when not: $1, $2.
looks() {
  local words=("${first[@]}") wait
  # A connection that is closed meanwhile is no reason to end.
  trap '' PIPE
  if [ "${#words[@]}" = 0 ]; then words=("${later[@]}"); fi
  while :; do
    look "${words[@]}"
    case $? in
      0) said=good wait=$1 ;;
      2) said="answered $said" wait=$2 ;;
      *) said="wrong $said" wait=$2 ;;
    esac
    echo "${said//$'\n'/ }" 2>/dev/null || exit
    if [ "$step" = watch ]; then words=("${later[@]}"); fi
    pause "$wait"
  done
}

# Waits at most $1 seconds for the next look: $verdict is empty when it takes longer.
hear() {
  verdict=''
  read -r -t "$1" -u "$from" verdict || (($? > 128)) || end_failed 'the looks ended'
}

# Whether the program did anything since this was asked before: two hundredths of that time it ran or waited for a processor. With
# $1 a look that waits for one counts too: the machine is busy.
works() {
  local sum=0 ran waited process task line own session since=$asked before=$work
  read -r line </proc/self/stat
  read -r _ _ _ own _ <<<"${line##*) }"
  for process in /proc/[0-9]*; do
    [ "$process" != "/proc/$$" ] || continue
    { read -r line <"$process/stat"; } 2>/dev/null || continue
    read -r _ _ _ session _ <<<"${line##*) }"
    if [ "$session" = "$own" ] && [ -z "${1:-}" ]; then continue; fi
    for task in "$process"/task/*/schedstat; do
      { read -r ran waited _ <"$task" && sum=$((sum + ran + waited)); } 2>/dev/null
    done
  done
  work=$sum asked=${EPOCHREALTIME/./}
  ((work - before >= (asked - since) * 20))
}

# Until the container is healthy. A program that works gets all the time of a run, one that does nothing or gives a wrong answer does not.
await() {
  local since=$SECONDS asked_at=$SECONDS
  while ((SECONDS - began < run && SECONDS - since < idle)); do
    hear "$limit"
    if [ "$verdict" = good ]; then end_healthy; fi
    if [ "$SECONDS" = "$asked_at" ] || [ "${verdict%% *}" = answered ]; then continue; fi
    asked_at=$SECONDS
    if works; then since=$SECONDS; fi
  done
  verdict=${verdict#* }
  end_failed "${verdict:-no answer}"
}

# While the container is healthy. What is wrong is so three times in a row; what is slow gets time as long as the program works.
watch() {
  local good=$SECONDS wrong=0 silent=0 timeout=$limit
  # A closer look takes longer.
  if [ "${#first[@]}" -gt 0 ]; then timeout=$silence; fi
  while ((SECONDS - began < run)); do
    hear "$timeout"
    timeout=$((pause + limit))
    case $verdict in
      good) good=$SECONDS wrong=0 silent=0 ;;
      ?*)
        wrong=$((wrong + 1)) silent=0
        if [ "$wrong" = 3 ]; then end_failed "${verdict#* }"; fi
        ;;
      *)
        silent=$((silent + 1)) timeout=$limit
        if works look; then silent=1; fi
        if [ "$silent" = 2 ]; then end_failed "no answer, and the program does nothing"; fi
        if ((SECONDS - good >= silence)); then end_failed "no answer for $((SECONDS - good)) s, though the program works"; fi
        ;;
    esac
  done
  end_healthy
}

first=() later=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  later+=("$1")
  shift
done
if [ $# -gt 0 ]; then first=("${@:2}"); fi

# What costs more is done half as often: to start a program, or to let the kernel list its connections.
case ${later[0]} in http | postgres) ;; *) pause=8 ;; esac

began=$SECONDS
work=0
asked=${EPOCHREALTIME/./}
if was_healthy; then step=watch pauses=("$pause" 1); else step=await pauses=(0.2 0.2); fi
exec {from}< <(looks "${pauses[@]}")
looker=$!
trap 'kill "$looker"; wait "$looker"' EXIT
"$step"
