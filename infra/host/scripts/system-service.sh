#!/bin/sh
# Services, with systemd and without.

has_systemd() {
  [ -d /run/systemd/system ]
}

# control VERB SERVICE: start, restart or reload.
control() {
  if has_systemd; then systemctl --quiet "$1" "$2"; else service "$2" "$1" >/dev/null; fi
}

# at_boot UNIT...: enables what is not enabled yet; without systemd whoever starts the host does that.
at_boot() {
  has_systemd || return 0
  for unit in "$@"; do
    systemctl --quiet is-enabled "$unit" || systemctl --quiet enable "$unit"
  done
}

# boot_state UNIT: enabled, disabled or what else systemd says of it.
boot_state() {
  has_systemd || { echo unmanaged && return; }
  systemctl is-enabled "$1" 2>/dev/null || true
}
