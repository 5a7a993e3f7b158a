#!/bin/sh
# What happened on this host, one line of JSON each, in a file that only root reads. Nothing changes a line once it is written.

HISTORY=${STATE_DIRECTORY:-/var/lib/tovplay}/history.jsonl
# Bytes after which the file is put aside; one such file is kept.
history_limit=2000000

# A text as a JSON string, on one line and of at most 500 characters; what is not ASCII becomes '?'.
json_string() {
  text=$(printf '%s' "$1" | LC_ALL=C tr -c '\040-\176' '?' | cut -c 1-500 | sed 's/\\/\\\\/g; s/"/\\"/g')
  printf '"%s"' "$text"
}

# The fields that every line begins with; $1 is the result.
history_fields() {
  actor=$(printf '%s' "${TOVPLAY_ACTOR:-unknown}" | LC_ALL=C tr -c 'A-Za-z0-9@._ +-' '?' | cut -c 1-100)
  case ${TOVPLAY_ELAPSED:-} in
    '' | *[!0-9.]* | *.*.* | .* | *.) elapsed=null ;;
    *) elapsed=$(printf '%s' "$TOVPLAY_ELAPSED" | sed 's/^0*\([0-9]\)/\1/') ;;
  esac
  printf '"time":"%s","actor":"%s","elapsed":%s,"result":"%s"' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$actor" "$elapsed" "$1"
}

# Appends {FIELDS,$2} to the history, whole and on disk when it returns; $1 is the result.
append_history() (
  umask 077
  mkdir -p "$(dirname "$HISTORY")"
  exec 7>>"$HISTORY.lock"
  flock 7
  if [ -f "$HISTORY" ] && [ "$(wc -c <"$HISTORY")" -gt "$history_limit" ]; then
    mv -f "$HISTORY" "$HISTORY.1"
  fi
  # A line that a loss of power cut off stays alone.
  if [ -s "$HISTORY" ] && [ -n "$(tail -c 1 "$HISTORY")" ]; then echo >>"$HISTORY"; fi
  printf '{%s,%s}\n' "$(history_fields "$1")" "$2" >>"$HISTORY"
  chmod 0600 "$HISTORY"
  sync "$HISTORY"
)
