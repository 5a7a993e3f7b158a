#!/bin/sh
# Who accepts TCP connections, without any program that a plain system may lack.

# sockets_at PORT: the inodes of the sockets that listen there, on any address.
sockets_at() {
  awk -v port=":$(printf '%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# holder_of INODE: name and number of the process that has the socket open.
holder_of() {
  entry=$(find /proc/[0-9]*/fd -lname "socket:\[$1\]" -print -quit 2>/dev/null) || true
  pid=${entry#/proc/}
  pid=${pid%%/*}
  [ -z "$pid" ] || echo "$(cat "/proc/$pid/comm") (process $pid)"
}
