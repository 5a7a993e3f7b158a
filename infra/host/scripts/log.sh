#!/bin/sh
# The log of a container.

# log TEXT: a line on standard error, after the name of the program: $program.
log() {
  printf '%s: %s\n' "$program" "$*" >&2
}
