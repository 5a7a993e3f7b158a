#!/bin/sh
# Takes the site away: nginx ends, and the distribution's configuration is back in its place. What others wrote stays.
set -eu
trap '' HUP PIPE
base=/etc/nginx/tovplay
main=/etc/nginx/nginx.conf
mkdir -p "$base"
exec 9>/run/lock/tovplay-nginx.lock
flock -w 60 9 || { echo "another deployment has been changing nginx for a minute; wait for its end, then try again" >&2; exit 1; }
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
