#!/bin/sh
# Security updates by themselves, as standard input (a file for apt) says.
wanted=$(cat)
# The last value of a setting counts.
file=/etc/apt/apt.conf.d/99tovplay
if ! holds "$file" "$wanted" 644; then
  former=$(cat "$file" 2>/dev/null) || true
  place "$file" "$wanted" 644
  if ! problem=$(apt-config dump 2>&1 >/dev/null); then
    rm -f "$file"
    [ -z "$former" ] || place "$file" "$former" 644
    fail "apt refuses its configuration ($(echo "$problem" | tail -n 1)); nothing was changed"
  fi
fi
at_boot apt-daily.timer apt-daily-upgrade.timer
