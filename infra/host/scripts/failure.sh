#!/bin/sh
# Stands before every script that prepares a host: it runs to its end when the connection is cut, and one sentence on standard
# error says why it stops.
set -eu
trap '' HUP INT PIPE TERM
umask 022

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Prints a line for whoever watches; nobody does after the connection was cut, and that is no failure.
say() {
  printf '%s\n' "$1" 2>/dev/null || true
}
