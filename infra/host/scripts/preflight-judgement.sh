#!/bin/sh
# Judges what `preflight-facts.sh` gathered: one sentence with everything that is in the way, or silence.
# uses: preparation
problems=

problem() {
  problems="$problems${problems:+; }$1"
}

# number NAME VALUE: every figure is looked at before it is compared.
number() {
  case $2 in
    '' | *[!0-9]*) fail "the preflight could not read the $1 of the host (it got '$2'); run that command there to see why" ;;
  esac
}

# older VERSION MINIMUM
older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

number memory "$memory"
number "free disk space" "$disk"
number "free disk space of Docker" "$disk_docker"
number clock "$now"

case $system in
  debian) ! older "$system_version" 12 || problem "Debian $system_version is too old, install 12 or newer" ;;
  ubuntu) ! older "$system_version" 24.04 || problem "Ubuntu $system_version is too old, install 24.04 or newer" ;;
  *) problem "$system is neither Debian nor Ubuntu, install one of them" ;;
esac
[ "$user" = 0 ] || problem "the scripts do not run as root, connect as root or as a user with sudo"
[ "$machine" = "$ARCHITECTURE" ] || problem "its architecture is $machine but the images are for $ARCHITECTURE"
! older "$kernel" 5.10 || problem "kernel $kernel is too old, boot 5.10 or newer"
[ "$memory" -ge "$MINIMUM_MEMORY" ] || problem "it has $memory MiB of memory and needs $MINIMUM_MEMORY"
[ "$disk" -ge "$MINIMUM_DISK" ] || problem "its disk has $disk MiB free and needs $MINIMUM_DISK, free some space (df -h)"
[ "$disk_docker" -ge "$MINIMUM_DISK" ] ||
  problem "the disk of /var/lib/docker has $disk_docker MiB free and needs $MINIMUM_DISK, free some space (docker system df)"
case $engine in
  none | stopped) ;;
  [0-9]*) ! older "$engine" "$MINIMUM_ENGINE" ||
    problem "its Docker engine $engine is older than $MINIMUM_ENGINE, upgrade it" ;;
  *) problem "its docker command is not the Docker engine ('$engine'), remove the substitute" ;;
esac
[ "$swarm" = inactive ] || problem "its engine is in a Swarm and cannot keep containers running while it restarts: docker swarm leave"
[ "$firewall" = none ] || problem "$firewall sets firewall rules of its own, disable it"
[ -z "$taken" ] || problem "already in use: $taken, stop that program or use another port"

if [ -n "${TOVPLAY_NOW:-}" ]; then
  number "clock of the machine that deploys" "$TOVPLAY_NOW"
  apart=$((now - TOVPLAY_NOW))
  [ "${apart#-}" -le 30 ] || problem "its clock is ${apart#-} s $([ "$apart" -gt 0 ] && echo fast || echo slow), let it keep time (timedatectl set-ntp true)"
fi

[ -z "$problems" ] || fail "nothing was changed: this host does not meet the requirements: $problems"
