#!/bin/sh
# Makes standard input, whose SHA-256 is $SHA256, the access rules $TARGET of the PostgreSQL server in container $CONTAINER, for
# its user $OWNER. A server that runs from this folder judges them first; when it finds a fault, the rules before are back.
# uses: host/checksum, host/failure
set -eu
# A connection that is cut must not leave rules that nobody has judged.
trap '' HUP INT PIPE TERM
umask 077
folder=$(dirname "$TARGET")
before=$TARGET.before
inside=/etc/postgresql/hba/${TARGET##*/}

# Writes standard input to $part, whole, for the server's user. Without root the 0700 folder further up keeps others out.
receive() {
  if ! { mkdir -p "$folder" && rm -f "$folder"/part.* && part=$(mktemp "$folder/part.XXXXXX"); }; then
    fail "$folder cannot be written; check the disk space and permissions on the host: nothing was changed"
  fi
  trap 'rm -f "$part"' EXIT
  cat >"$part"
  [ "$(sha256_of_input <"$part")" = "$SHA256" ] || fail "the access rules arrived incomplete; deploy again: nothing was changed"
  if [ "$(id -u)" = 0 ]; then
    chown "$OWNER" "$folder" "$part"
    chmod 0500 "$folder" && chmod 0400 "$part"
  else
    chmod a+rx "$folder" && chmod a+r "$part"
  fi
  sync "$part" 2>/dev/null || sync
}

as_server() {
  docker exec --user postgres "$CONTAINER" "$@" </dev/null
}

sql() {
  as_server psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
    --host /var/run/postgresql --username postgres --dbname postgres --command "$1"
}

# Whether a container runs that sees this very folder.
is_running() {
  docker inspect --type container --format '{{if .State.Running}}{{range .Mounts}}{{println .Source}}{{end}}{{end}}' \
    "$CONTAINER" 2>/dev/null | grep -qxF "$folder"
}

# Within 30 s.
answers() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if is_running && sql 'SELECT' >/dev/null 2>&1; then return; fi
    is_running || return 1
    sleep 3
  done
  return 1
}

take_back() {
  if [ -f "$before" ]; then mv -f "$before" "$TARGET"; else rm -f "$TARGET"; fi
}

refuse() {
  take_back
  fail "$*; the previous rules are in force again"
}

# Rules for TLS are none to a server that is about to get its certificate.
faults="SELECT format('line %s: %s', line_number, error) FROM pg_hba_file_rules
  WHERE error IS NOT NULL AND error NOT LIKE 'hostssl record cannot match%' ORDER BY line_number LIMIT 1"

judge() {
  # The superuser's line is needed to repair all the others.
  grep -Eq '^local +all +postgres +peer$' "$TARGET" ||
    refuse "the access rules of $CONTAINER do not admit the superuser over the local socket; add that line"
  [ "$(as_server sha256sum "$inside" 2>/dev/null | cut -d ' ' -f 1)" = "$SHA256" ] ||
    refuse "$CONTAINER does not see $TARGET, because its folder was replaced; restart the container and deploy again"
  fault=$(sql "$faults") || refuse "$CONTAINER cannot check its access rules; see its log and deploy again"
  [ -z "$fault" ] || refuse "$CONTAINER rejects its new access rules in $fault; correct that rule and deploy again"
}

# A new session shows by its time that the postmaster has read its files since: settings first, then at once the rules.
load() {
  loaded=$(sql 'SELECT pg_conf_load_time()') && sql 'SELECT pg_reload_conf()' >/dev/null || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    now=$(sql 'SELECT pg_conf_load_time()') || return 1
    if [ "$now" != "$loaded" ]; then return; fi
    sleep 0.5
  done
  return 1
}

# What an interrupted run has left is judged by nobody.
[ ! -f "$before" ] || mv -f "$before" "$TARGET"
receive
if ! answers; then
  mv -f "$part" "$TARGET"
  if is_running; then echo "Warning: $CONTAINER does not answer; its new access rules hold from its next start" >&2; fi
  echo "in place for the next start of $CONTAINER"
  exit 0
fi
[ ! -f "$TARGET" ] || ln -f "$TARGET" "$before"
mv -f "$part" "$TARGET"
judge
load || refuse "$CONTAINER did not load its access rules within 10 s; see its log and deploy again"
[ "$(sha256_of_input <"$TARGET")" = "$SHA256" ] ||
  refuse "another process is changing the access rules of $CONTAINER; wait until it ends, then deploy again"
rm -f "$before"
echo "$(sql 'SELECT count(*) FROM pg_hba_file_rules') rules in force in $CONTAINER"
