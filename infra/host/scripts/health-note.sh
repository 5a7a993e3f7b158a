#!/bin/sh
# What the check before this one found: a note in the container's memory that says for which start of its program it got healthy.

note=/dev/shm/tovplay-healthy

# When the container's program was started, in ticks since the machine was.
life() {
  read -r line </proc/1/stat
  # shellcheck disable=SC2086 # fields, from the third on
  set -- ${line##*) }
  echo "${20}"
}

was_healthy() { [ -r "$note" ] && read -r known <"$note" && [ "$known" = "$(life)" ]; }

# The end of a check that the container passes.
end_healthy() {
  life >"$note"
  exit 0
}

# The end of a check that it does not pass; $1 says why.
end_failed() {
  : >"$note"
  echo "$1"
  exit 1
}
