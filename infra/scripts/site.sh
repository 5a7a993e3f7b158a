#!/bin/sh
# Makes nginx serve release $RELEASE of the site $SERVER_NAMES, whose files come on standard input.
# Each file is a line `MODE PATH BASE64`, `end` is the last one. The first of the names is the site's address. Whatever is wrong is
# found before anything changes, or taken back.
set -eu
trap '' HUP PIPE
umask 022

base=/etc/nginx/tovplay
folder=$base/releases/$RELEASE
part=$folder.part
main=/etc/nginx/nginx.conf
log=/var/log/nginx/tovplay.json
rotation=/etc/logrotate.d/tovplay-nginx
certificate=$part/certificate.pem
site=${SERVER_NAMES%% *}
unchanged='nothing was changed'

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

running() {
  [ -s /run/nginx.pid ] && kill -0 "$(cat /run/nginx.pid)" 2>/dev/null
}

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
  mkdir -p "$part/modules" || fail "$part cannot be made; look for free space on the host: $unchanged"
  end=
  while read -r mode path content; do
    if [ "$mode" = end ]; then
      end=yes
      break
    fi
    if ! (umask 077 && printf %s "$content" | base64 -d >"$part/$path" && chmod "$mode" "$part/$path") 2>/dev/null; then
      fail "$part/$path cannot be written; look for free space on the host: $unchanged"
    fi
  done
  [ "$end" ] || fail "the site did not arrive whole; deploy again: $unchanged"
  for settings in "$part"/modules/*.conf; do
    module=${settings##*/}
    grep -qs "${module%.conf}" /etc/nginx/modules-enabled/*.conf || rm -f "$settings"
  done
}

check_certificate() {
  about() { openssl x509 -in "$certificate" -noout "$@" 2>/dev/null; }
  refuse() { fail "the certificate for $site $*: $unchanged"; }
  about -subject >/dev/null || refuse "cannot be read; give it in PEM, the site's own certificate first"
  ends=$(about -enddate | sed 's/^notAfter=//')
  about -checkend 0 >/dev/null || refuse "expired on $ends; renew it, then deploy again"
  begins=$(about -startdate | sed 's/^notBefore=//')
  [ "$(date -d "$begins" +%s)" -le "$(date +%s)" ] ||
    refuse "is valid from $begins only; wait, or correct this host's clock"
  own=$(about -pubkey)
  [ "$(openssl pkey -in "$part/key.pem" -pubout 2>/dev/null)" = "$own" ] ||
    refuse "does not belong to the key; give the pair that was made together, the site's own certificate first"
  for name in $SERVER_NAMES; do
    about -checkhost "$name" | grep -q 'does match' || refuse "does not name $name; get one that does, or take the name out"
  done
  about -checkend 1814400 >/dev/null ||
    echo "Warning: the certificate for $site expires on $ends; renew it before" >&2
}

rights_in() {
  (cd "$1" && find . -type f -exec stat -c '%n %a %u' {} + | sort)
}

# Puts the received files where their own text says they are. Nothing reads them before `current` leads there.
install_release() {
  placed=
  if [ -d "$folder" ] && [ "$(rights_in "$part")" = "$(rights_in "$folder")" ] && diff -r "$part" "$folder" >/dev/null; then
    rm -rf "$part"
    touch "$folder"
  else
    placed=yes
    rm -rf "$folder.edited"
    [ ! -d "$folder" ] || mv -T "$folder" "$folder.edited"
    mv -T "$part" "$folder"
    rm -rf "$folder.edited"
  fi
}

# A reload costs clients the connections that they are just opening: none where nothing changes.
serves_already() {
  [ -z "$placed" ] && [ "$(readlink "$base/current")" = "releases/$RELEASE" ] &&
    [ "$(readlink "$main")" = "$base/current/nginx.conf" ] && answers
}

# What nginx has to say, without time, process and our folder.
without_prefix() {
  sed "s/^.*\[emerg\] \([0-9#]*: \)\{0,1\}//; s|$folder/||g"
}

test_release() {
  # Who may read logs is the group adm: clients' addresses are nobody else's business.
  [ -e "$log" ] || install -m 0640 -o www-data -g adm /dev/null "$log"
  said=$(nginx -t -q -c "$folder/nginx.conf" 2>&1) && return
  reason=$(printf '%s\n' "$said" | grep -m 1 -F '[emerg]' | without_prefix)
  [ "$(readlink "$base/current" || true)" = "releases/$RELEASE" ] || rm -rf "$folder"
  fail "nginx refuses the new site (${reason:-$said}); correct its template or setting: nothing was switched, the site before goes on"
}

# Writes a file in one step: $1 its path, $2 its only line.
place() {
  printf '%s\n' "$2" >"$1.part" && mv -f "$1.part" "$1"
}

link() {
  ln -sfn "$1" "$2.part" && mv -fT "$2.part" "$2"
}

# Takes over from the package's configuration, which is kept beside it and updated there by later versions of the package.
switch_to() {
  link "releases/$1" "$base/current" || return 1
  [ "$(readlink "$main" || true)" != "$base/current/nginx.conf" ] || return 0
  dpkg-divert --quiet --local --rename --divert "$main.distribution" --add "$main" >/dev/null && link "$base/current/nginx.conf" "$main"
}

give_back() {
  rm -f "$base/current" "$main"
  dpkg-divert --quiet --local --rename --remove "$main" >/dev/null
}

load() {
  if running; then
    nginx -s reload 2>/dev/null
  elif [ -d /run/systemd/system ]; then
    systemctl start nginx
  else
    # The lock must not stay with the server.
    service nginx start 9>&-
  fi
}

ask() {
  curl --silent --insecure --noproxy '*' --max-time 3 --resolve "*:443:127.0.0.1" --resolve "*:80:127.0.0.1" "$@"
}

# Whether the new site answers as it should; $wrong says what does not.
answers() {
  wrong="https://$site/nginx-health is not answered by the new site"
  ask --include "https://$site/nginx-health" | tr -d '\r' | grep -qix "x-site-release: $RELEASE" || return 1
  for name in $SERVER_NAMES; do
    wrong="$name does not show the new certificate"
    shown=$(openssl s_client -connect 127.0.0.1:443 -servername "$name" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null) || return 1
    [ "$shown" = "$(openssl x509 -in "$folder/certificate.pem" -noout -fingerprint -sha256)" ] || return 1
    wrong="http://$name does not lead to https"
    [ "$(ask --output /dev/null --write-out '%{http_code}' "http://$name/")" = 308 ] || return 1
  done
  page=$(ask --output /dev/null --write-out '%{http_code}' "https://$site/") || true
  wrong="https://$site/ answers $page"
  [ "$page" = 200 ] || [ "$page" = 503 ]
}

# Within 10 s; old workers answer until new ones have begun.
answers_soon() {
  until=$(($(uptime_seconds) + 10))
  until answers; do
    [ "$(uptime_seconds)" -lt "$until" ] || return 1
    sleep 0.2
  done
}

uptime_seconds() {
  cut -d . -f 1 /proc/uptime
}

take_back() {
  if [ "$before" ]; then
    link "releases/$before" "$base/current"
  else
    give_back
  fi
  if [ "$was_running" ]; then load || true; else nginx -s quit 2>/dev/null || true; fi
  [ "$before" = "$RELEASE" ] || rm -rf "$folder"
}

# Switches, and takes it back unless the site answers.
go_live() {
  was_running=
  ! running || was_running=yes
  if ! switch_to "$RELEASE"; then
    take_back
    fail "$base/current and $main cannot be changed; look for free space and rights on the host: the configuration before is back"
  fi
  if ! load; then
    take_back
    reason=$(grep -F '[emerg]' /var/log/nginx/error.log | grep -v 'still could not bind' | tail -n 1 | without_prefix)
    fail "nginx does not start with the new site (${reason:-its log says why}); mend that, then deploy again: the configuration before is back"
  fi
  answers_soon && return
  take_back
  fail "$wrong; /var/log/nginx/error.log may say why: the configuration before is back"
}

keep_record() {
  place "$base/verified" "$RELEASE" && cp "$folder/logrotate" "$rotation.part" && mv -f "$rotation.part" "$rotation"
}

# Older releases stay for workers that still end, and to be looked at.
prune() {
  rm -rf "$base"/releases/*.part "$base"/releases/*.edited
  # shellcheck disable=SC2012 # the names are hexadecimal
  ls -1t "$base/releases" | tail -n +4 | while read -r old; do
    [ "$old" = "$RELEASE" ] || rm -rf "${base:?}/releases/$old"
  done
}

trap 'rm -rf "$part"' EXIT
require_programs
mkdir -p "$base/releases" || fail "$base cannot be made; look for free space on the host: $unchanged"
exec 9>/run/lock/tovplay-nginx.lock
flock -w 60 9 || fail "another deployment has been changing nginx for a minute; wait for its end, then deploy again: $unchanged"
receive
check_certificate
install_release
test_release
before=$(cat "$base/verified" 2>/dev/null || true)
[ -d "$base/releases/${before:-none}" ] || before=
if ! serves_already; then go_live; fi
if ! keep_record 2>/dev/null; then
  fail "$base/verified or $rotation cannot be written; look for free space on the host, then deploy again: the new site is live"
fi
prune
echo "nginx serves release $RELEASE of $site; https://$site/ answers $page"
