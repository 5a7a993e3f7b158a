#!/bin/sh
# Files that hold configuration: whole or not at all, and only written when they differ.
# uses: failure

# holds FILE TEXT MODE: whether root's file is already what it has to be.
holds() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ] && [ "$(stat -c '%a %U' "$1")" = "$3 root" ]
}

# place FILE TEXT MODE: writes it in one step, with a newline at its end.
place() {
  part=$(mktemp "$1.XXXXXX") || fail "$1 cannot be written; check that its folder exists and its disk has space"
  printf '%s\n' "$2" >"$part" && chmod "$3" "$part" && mv -f "$part" "$1" && return
  rm -f "$part"
  fail "$1 cannot be written; check that its disk has space (df -h) and is writable"
}

# hash_of FILE: the beginning of its SHA-256, or 'absent'.
hash_of() {
  if [ -f "$1" ]; then sha256sum "$1" | cut -c 1-12; else echo absent; fi
}
