#!/bin/sh
# Packages of the distribution.

# missing PACKAGE...: those that are not installed.
missing() {
  for package in "$@"; do
    [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# Asks nobody, keeps changed configuration files, restarts no service by itself and does not wait for a dead network.
apt() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get --quiet --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=180 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 "$@" </dev/null
}

# The lock of the lists knows no waiting: the host's own daily update may hold it right after a boot.
update_lists() {
  tries=0
  while ! apt update >"$apt_log" 2>&1 && grep -q 'Could not get lock' "$apt_log" && [ "$tries" -lt 60 ]; do
    tries=$((tries + 1))
    sleep 3
  done
}

# install_packages PACKAGE...: with what they need, or one sentence that says why not.
install_packages() {
  apt_log=$(mktemp)
  # A run that was cut off by a power failure is finished first.
  [ -z "$(dpkg --audit 2>/dev/null)" ] || dpkg --force-confdef --force-confold --configure -a >/dev/null 2>&1 || true
  update_lists
  # Not one source answered: asking all of them again for the packages would take as long again.
  if ! grep -Eq '^(Hit|Get):' "$apt_log" || ! apt install "$@" >>"$apt_log" 2>&1; then
    reason=$(apt_reason "$*")
    rm -f "$apt_log"
    fail "$reason"
  fi
  rm -f "$apt_log"
}

apt_reason() {
  said() { grep -Eqi "$1" "$apt_log"; }
  if said 'no space left|enough free space'; then
    echo "the disk is too full to install $1; make room (df -h, docker system df), then run this again"
  elif said 'could not get lock|is held by process'; then
    holder=$(sed -n 's/.*is held by process \([0-9]*\) (\(.*\)).*/\2, process \1/p' "$apt_log" | tail -n 1)
    echo "the package manager is in use (${holder:-somebody else}); wait until it has finished, then run this again"
  elif said 'could not (resolve|connect)|temporary failure|unable to connect|connection (timed out|refused)|failed to fetch'; then
    echo "$1 cannot be installed because the package sources do not answer; see the host's network and name resolution"
  elif said 'unable to locate package|no installation candidate'; then
    echo "$1 cannot be installed because the package sources do not have all of it; see /etc/apt/sources.list*"
  else
    echo "$1 cannot be installed: $(grep -E '^(E:|dpkg: error)' "$apt_log" | tail -n 1); mend that with apt-get on the host"
  fi
}
