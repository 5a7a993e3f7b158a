#!/bin/sh
# Takes the site away: nginx ends, and the distribution's configuration is back in its place. What others wrote stays.
# uses: host/failure
set -eu
trap '' HUP PIPE
base=/etc/nginx/tovplay
main=/etc/nginx/nginx.conf
mkdir -p "$base"
exec 9>/run/lock/tovplay-nginx.lock
flock -w 60 9 || fail "another deployment has held the nginx lock for a minute; wait until it ends, then try again"
if [ -d /run/systemd/system ]; then
  systemctl stop nginx
else
  service nginx stop >/dev/null 2>&1 || true
fi
if [ "$(readlink "$main" || true)" = "$base/current/nginx.conf" ]; then
  rm -f "$main"
  dpkg-divert --quiet --local --rename --remove "$main" >/dev/null
fi
rm -rf "$base/current" "$base/verified" "$base/releases" /etc/logrotate.d/tovplay-nginx
