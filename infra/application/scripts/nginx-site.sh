#!/bin/sh
# nginx of a host and the site $SERVER_NAMES, whose release $RELEASE is in $FOLDER: asks it, switches to it, takes it back.
# uses: host/failure, host/uptime

BASE=/etc/nginx/tovplay
FOLDER=$BASE/releases/$RELEASE
MAIN=/etc/nginx/nginx.conf
SITE=${SERVER_NAMES%% *}

running() {
  [ -s /run/nginx.pid ] && kill -0 "$(cat /run/nginx.pid)" 2>/dev/null
}

# Folders in /proc of nginx's workers.
workers() {
  grep -lsx "PPid:.$(cat /run/nginx.pid)" /proc/[0-9]*/status | sed 's|/status$||'
}

# Whether one of the workers $1 takes connections: after a reload, old ones do so for a moment beside the new ones.
any_takes_connections() {
  for worker in $1; do
    if grep -qsaxz 'nginx: worker process' "$worker/cmdline"; then return 0; fi
  done
  return 1
}

# What nginx has to say, without time, process and our folder.
without_prefix() {
  sed "s/^.*\[emerg\] \([0-9#]*: \)\{0,1\}//; s|$FOLDER/||g"
}

ask() {
  curl --silent --insecure --noproxy '*' --max-time 3 --resolve "*:443:127.0.0.1" --resolve "*:80:127.0.0.1" "$@"
}

# Whether the new site answers as it should: $wrong says what does not, $PAGE the status of its first page.
answers() {
  wrong="https://$SITE/nginx-health is not served by the new site"
  ask --include "https://$SITE/nginx-health" | tr -d '\r' | grep -qix "x-site-release: $RELEASE" || return 1
  for name in $SERVER_NAMES; do
    wrong="$name does not show the new certificate"
    shown=$(openssl s_client -connect 127.0.0.1:443 -servername "$name" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null) || return 1
    [ "$shown" = "$(openssl x509 -in "$FOLDER/certificate.pem" -noout -fingerprint -sha256)" ] || return 1
    wrong="http://$name does not redirect to https"
    [ "$(ask --output /dev/null --write-out '%{http_code}' "http://$name/")" = 308 ] || return 1
  done
  PAGE=$(ask --output /dev/null --write-out '%{http_code}' "https://$SITE/") || true
  wrong="https://$SITE/ answers $PAGE"
  [ "$PAGE" = 200 ] || [ "$PAGE" = 503 ]
}

# Whether the new site answers within 10 s, and not the old one in its place; $1 are the old one's workers.
answers_soon() {
  until=$(($(uptime_seconds) + 10))
  wrong='nginx kept the previous configuration'
  until ! any_takes_connections "$1" && answers; do
    [ "$(uptime_seconds)" -lt "$until" ] || return 1
    sleep 0.2
  done
}

link() {
  ln -sfn "$1" "$2.part" && mv -fT "$2.part" "$2"
}

# Takes over from the package's configuration, which is kept beside it and updated there by later versions of the package.
switch_to() {
  link "releases/$1" "$BASE/current" || return 1
  [ "$(readlink "$MAIN" || true)" != "$BASE/current/nginx.conf" ] || return 0
  dpkg-divert --quiet --local --rename --divert "$MAIN.distribution" --add "$MAIN" >/dev/null && link "$BASE/current/nginx.conf" "$MAIN"
}

give_back() {
  rm -f "$BASE/current" "$MAIN"
  dpkg-divert --quiet --local --rename --remove "$MAIN" >/dev/null
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

take_back() {
  if [ "$before" ]; then
    link "releases/$before" "$BASE/current"
  else
    give_back
  fi
  if [ "$was_running" ]; then load || true; else nginx -s quit 2>/dev/null || true; fi
  [ "$before" = "$RELEASE" ] || rm -rf "$FOLDER"
}

# Switches, and takes it back unless the site answers; $1 is the release to go back to, empty for the package's configuration.
go_live() {
  before=$1
  was_running=
  old_workers=
  if running; then
    was_running=yes
    old_workers=$(workers)
  fi
  if ! switch_to "$RELEASE"; then
    take_back
    fail "$BASE/current and $MAIN cannot be changed; check the disk space and permissions on the host: the previous configuration is back"
  fi
  if ! load; then
    take_back
    reason=$(grep -F '[emerg]' /var/log/nginx/error.log | grep -v 'still could not bind' | tail -n 1 | without_prefix)
    fail "nginx does not start with the new site (${reason:-its log says why}); fix that and deploy again: the previous configuration is back"
  fi
  answers_soon "$old_workers" && return
  take_back
  fail "$wrong; see /var/log/nginx/error.log: the previous configuration is back"
}
