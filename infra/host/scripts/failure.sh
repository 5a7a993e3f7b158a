#!/bin/sh
# Ends a script with a message.

# fail MESSAGE: says on standard error why the script stops.
fail() {
  printf '%s\n' "$*" >&2 || :
  exit 1
}
