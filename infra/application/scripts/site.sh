#!/bin/sh
# Makes nginx serve release $RELEASE of the site $SERVER_NAMES, whose files come on standard input.
# Each file is a line `MODE PATH BASE64`, `end` is the last one. The first of the names is the site's address. Whatever is wrong is
# found before anything changes, or taken back.
# uses: nginx-site
set -eu
trap '' HUP PIPE
umask 022

part=$FOLDER.part
log=/var/log/nginx/tovplay.json
rotation=/etc/logrotate.d/tovplay-nginx
certificate=$part/certificate.pem
unchanged='nothing was changed'

require_programs() {
  for program in nginx openssl curl base64 flock dpkg-divert; do
    command -v "$program" >/dev/null || fail "$program is missing on this host; prepare the host, then deploy again: $unchanged"
  done
  version=$(nginx -v 2>&1 | sed 's/.*nginx\/\([0-9.]*\).*/\1/')
  [ "$(printf '1.25.1\n%s\n' "$version" | sort -V | head -n 1)" = 1.25.1 ] ||
    fail "nginx $version is older than 1.25.1; use a host with Debian 13 or later: $unchanged"
}

receive() {
  rm -rf "$part"
  mkdir -p "$part/modules" || fail "$part cannot be created; check the disk space of the host: $unchanged"
  end=
  while read -r mode path content; do
    if [ "$mode" = end ]; then
      end=yes
      break
    fi
    if ! (umask 077 && printf %s "$content" | base64 -d >"$part/$path" && chmod "$mode" "$part/$path") 2>/dev/null; then
      fail "$part/$path cannot be written; check the disk space of the host: $unchanged"
    fi
  done
  [ "$end" ] || fail "the site arrived incomplete; deploy again: $unchanged"
  for settings in "$part"/modules/*.conf; do
    module=${settings##*/}
    grep -qs "${module%.conf}" /etc/nginx/modules-enabled/*.conf || rm -f "$settings"
  done
}

check_certificate() {
  about() { openssl x509 -in "$certificate" -noout "$@" 2>/dev/null; }
  refuse() { fail "the certificate for $SITE $*: $unchanged"; }
  about -subject >/dev/null || refuse "cannot be read; provide it in PEM format, with the site's own certificate first"
  ends=$(about -enddate | sed 's/^notAfter=//')
  about -checkend 0 >/dev/null || refuse "expired on $ends; renew it, then deploy again"
  begins=$(about -startdate | sed 's/^notBefore=//')
  [ "$(date -d "$begins" +%s)" -le "$(date +%s)" ] ||
    refuse "is not valid before $begins; wait, or correct this host's clock"
  own=$(about -pubkey)
  [ "$(openssl pkey -in "$part/key.pem" -pubout 2>/dev/null)" = "$own" ] ||
    refuse "does not match the key; provide a matching pair, with the site's own certificate first"
  for name in $SERVER_NAMES; do
    about -checkhost "$name" | grep -q 'does match' || refuse "does not cover $name; get one that does, or remove the name"
  done
  about -checkend 1814400 >/dev/null ||
    echo "Warning: the certificate for $SITE expires on $ends; renew it before" >&2
}

rights_in() {
  (cd "$1" && find . -type f -exec stat -c '%n %a %u' {} + | sort)
}

# Puts the received files where their own text says they are. Nothing reads them before `current` leads there.
install_release() {
  placed=
  if [ -d "$FOLDER" ] && [ "$(rights_in "$part")" = "$(rights_in "$FOLDER")" ] && diff -r "$part" "$FOLDER" >/dev/null; then
    rm -rf "$part"
    touch "$FOLDER"
  else
    placed=yes
    rm -rf "$FOLDER.edited"
    [ ! -d "$FOLDER" ] || mv -T "$FOLDER" "$FOLDER.edited"
    mv -T "$part" "$FOLDER"
    rm -rf "$FOLDER.edited"
  fi
}

# A reload costs clients the connections that they are just opening: none where nothing changes.
serves_already() {
  [ -z "$placed" ] && [ "$(readlink "$BASE/current")" = "releases/$RELEASE" ] &&
    [ "$(readlink "$MAIN")" = "$BASE/current/nginx.conf" ] && answers
}

test_release() {
  # Who may read logs is the group adm: clients' addresses are nobody else's business.
  [ -e "$log" ] || install -m 0640 -o www-data -g adm /dev/null "$log"
  said=$(nginx -t -q -c "$FOLDER/nginx.conf" 2>&1) && return
  reason=$(printf '%s\n' "$said" | grep -m 1 -F '[emerg]' | without_prefix)
  [ "$(readlink "$BASE/current" || true)" = "releases/$RELEASE" ] || rm -rf "$FOLDER"
  fail "nginx refuses the new site (${reason:-$said}); fix its template or setting: nothing was switched, the previous site is still served"
}

# Writes a file in one step: $1 its path, $2 its only line.
place() {
  printf '%s\n' "$2" >"$1.part" && mv -f "$1.part" "$1"
}

keep_record() {
  place "$BASE/verified" "$RELEASE" && cp "$FOLDER/logrotate" "$rotation.part" && mv -f "$rotation.part" "$rotation"
}

# Older releases stay for workers that still end, and to be looked at.
prune() {
  rm -rf "$BASE"/releases/*.part "$BASE"/releases/*.edited
  # shellcheck disable=SC2012 # the names are hexadecimal
  ls -1t "$BASE/releases" | tail -n +4 | while read -r old; do
    [ "$old" = "$RELEASE" ] || rm -rf "${BASE:?}/releases/$old"
  done
}

trap 'rm -rf "$part"' EXIT
require_programs
mkdir -p "$BASE/releases" || fail "$BASE cannot be created; check the disk space of the host: $unchanged"
exec 9>/run/lock/tovplay-nginx.lock
flock -w 60 9 || fail "another deployment has held the nginx lock for a minute; wait until it ends, then deploy again: $unchanged"
receive
check_certificate
install_release
test_release
before=$(cat "$BASE/verified" 2>/dev/null || true)
[ -d "$BASE/releases/${before:-none}" ] || before=
if ! serves_already; then go_live "$before"; fi
if ! keep_record 2>/dev/null; then
  fail "$BASE/verified or $rotation cannot be written; check the disk space of the host, then deploy again: the new site is live"
fi
prune
echo "nginx serves release $RELEASE of $SITE; https://$SITE/ answers $PAGE"
