#!/bin/sh
# Loads the rules of standard input, which open port $SSH_PORT for SSH, in the place of the former ones. The connection that
# this runs through is the proof: when none of its packets gets through the new rules, the former ones come back by themselves.
# uses: preparation, configuration-file, system-service
rules=$(cat)
folder=/etc/tovplay
file=$folder/firewall.nft
unit=/etc/systemd/system/tovplay-firewall.service
addition=/etc/systemd/system/nftables.service.d/tovplay.conf

command -v nft >/dev/null || fail "nft is missing; install the package nftables"
nft list tables >/dev/null 2>&1 || fail "this kernel has no nftables; boot the distribution's kernel"

# Docker's bridges count as inside by their names.
outside=$(awk '$2 == "00000000" && $8 == "00000000" { print $1 }' /proc/net/route | sort -u)
case " $outside" in
  *br-* | *docker*) fail "the host reaches the internet through $outside, which looks like a Docker bridge; rename that interface" ;;
esac

loaded() {
  nft --stateless --terse list table inet tovplay 2>/dev/null
}

admitted() {
  packets=$(nft list counter inet tovplay ssh_admitted 2>/dev/null | awk '/packets/ { print $2 }')
  [ "${packets:-0}" -gt 0 ]
}

# Well before the other end takes a silent connection for a dead one (15 s). Each line asks it for an answer.
ssh_gets_through() {
  for _ in $(seq 16); do
    say "trying the rules"
    sleep 0.4
    ! admitted || return 0
  done
  return 1
}

bring_back() {
  # A table that is not there cannot be deleted: it is made first.
  printf 'table inet tovplay\ndelete table inet tovplay\n%s\n' "$1" | nft --file -
}

if ! holds "$file" "$rules" 644 || [ "$(loaded | sha256sum)" != "$(cat "$file.loaded" 2>/dev/null)" ]; then
  problem=$(printf '%s\n' "$rules" | nft --check --file - 2>&1) ||
    fail "nft refuses the rules ($(echo "$problem" | head -n 1)); nothing was changed"
  former=$(loaded) || true
  printf '%s\n' "$rules" | nft --file -
  if ! ssh_gets_through; then
    bring_back "$former"
    fail "the new firewall rules would block this SSH connection, so the previous ones are back; check that sshd listens on port $SSH_PORT and that sshFrom includes your address"
  fi
  mkdir -p "$folder"
  place "$file" "$rules" 644
  place "$file.loaded" "$(loaded | sha256sum)" 644
fi
if has_systemd; then
  mkdir -p "${addition%/*}"
  if ! holds "$unit" "$SERVICE_UNIT" 644 || ! holds "$addition" "$SERVICE_ADDITION" 644; then
    place "$unit" "$SERVICE_UNIT" 644
    place "$addition" "$SERVICE_ADDITION" 644
    systemctl daemon-reload
  fi
  at_boot tovplay-firewall.service
fi
