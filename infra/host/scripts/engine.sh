#!/bin/sh
# The Docker engine, with the configuration of standard input. An engine that is there is kept, and what runs on it goes on running.
# uses: preparation, configuration-file, system-service, apt
wanted=$(cat)
file=/etc/docker/daemon.json
# Tells that the file is this project's: what others wrote is never overwritten.
ours=/var/lib/tovplay/engine-configured
pending=/var/lib/tovplay/engine-restart
mkdir -p /etc/docker
install -d -m 0700 /var/lib/tovplay

answers() {
  docker version >/dev/null 2>&1
}

await_engine() {
  for _ in $(seq 60); do
    ! answers || return 0
    sleep 0.5
  done
  return 1
}

# What a foreign configuration lacks of the wanted one, line by line.
lacking() {
  there=$(tr -d ' \t\r\n' <"$file")
  printf '%s\n' "$wanted" | tr -d ' \t' | sed 's/,$//' | while read -r setting; do
    case $there in
      *"$setting"*) ;;
      *) printf '%s ' "$setting" ;;
    esac
  done
}

configure() {
  if [ -f "$file" ] && [ ! -e "$ours" ]; then
    lacks=$(lacking)
    [ -z "$lacks" ] || fail "$file was not written by this project and lacks $lacks; add that, or move the file away"
    wanted=$(cat "$file")
    return
  fi
  touch "$ours"
  ! holds "$file" "$wanted" 644 || return 0
  [ ! -f "$file" ] || cp -p "$file" "$file.previous"
  ! command -v dockerd >/dev/null || touch "$pending"
  place "$file" "$wanted" 644
}

install_engine() {
  ! { command -v dockerd && command -v docker; } >/dev/null || return 0
  wants=$(command -v dockerd >/dev/null || echo docker.io)
  # Recommended only, but without it no container starts on a kernel that has AppArmor.
  [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" != Y ] || wants="$wants apparmor"
  # shellcheck disable=SC2086 # one word a package
  [ -z "$wants" ] || install_packages $wants
  # Debian 13 has the command line in a package of its own.
  command -v docker >/dev/null || install_packages docker-cli
}

check_version() {
  version=$(docker version --format '{{.Server.Version}}')
  oldest=$(printf '%s\n%s\n' "$MINIMUM_ENGINE" "$version" | sort -V | head -n 1)
  [ "$oldest" = "$MINIMUM_ENGINE" ] ||
    fail "the Docker engine $version is older than $MINIMUM_ENGINE; upgrade it, or remove it to get the distribution's"
}

# systemd refuses a fourth start within a minute, whatever the reason of the others was.
start_again() {
  ! has_systemd || systemctl reset-failed docker.service 2>/dev/null || true
  control restart docker && await_engine
}

# The new configuration counts after a restart only; live-restore is the one setting that a reload turns on.
restart_engine() {
  if [ -n "$(docker ps --quiet)" ]; then
    control reload docker || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      [ "$(docker info --format '{{.LiveRestoreEnabled}}')" != true ] || break
      sleep 0.3
    done
    [ "$(docker info --format '{{.LiveRestoreEnabled}}')" = true ] ||
      fail "the Docker engine has to be restarted, which would stop the running containers; stop them yourself when it suits, then run this again"
  fi
  if start_again; then return; fi
  if [ -f "$file.previous" ]; then mv -f "$file.previous" "$file"; else rm -f "$file"; fi
  if start_again; then
    fail "the Docker engine does not start with the new $file; the previous one is back, see journalctl -u docker on the host"
  fi
  fail "the Docker engine no longer starts; see journalctl -u docker on the host"
}

configure
install_engine
answers || control start docker || true
await_engine || fail "the Docker engine does not answer; see journalctl -u docker on the host, start it, then run this again"
check_version
[ ! -e "$pending" ] || restart_engine
[ "$(docker info --format '{{.LoggingDriver}} {{.LiveRestoreEnabled}}')" = "json-file true" ] ||
  fail "the Docker engine ignores $file; check whether its systemd unit sets options itself (docker info)"
rm -f "$pending" "$file.previous"
at_boot docker.service
say "engine $version"
