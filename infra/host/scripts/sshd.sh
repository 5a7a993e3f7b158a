#!/bin/sh
# Hardens sshd by the drop-in of standard input: judged by sshd before it counts, taken back when sshd does not go on.
# uses: preparation, configuration-file, system-service, listeners
wanted=$(cat)
file=/etc/ssh/sshd_config.d/00-tovplay.conf
grep -Eqis '^include[[:space:]]+/etc/ssh/sshd_config\.d/\*\.conf' /etc/ssh/sshd_config ||
  fail "/etc/ssh/sshd_config does not include /etc/ssh/sshd_config.d/*.conf; put that line at its top"
mkdir -p /run/sshd /etc/ssh/sshd_config.d

listens() {
  for port in $(sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }'); do
    [ -n "$(sockets_at "$port")" ] || return 1
  done
}

reload() {
  # Socket activation starts an sshd for each connection: nothing to reload.
  if has_systemd && ! systemctl --quiet is-active ssh.service; then return 0; fi
  control reload ssh || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    ! listens || return 0
  done
  return 1
}

take_back() {
  if [ -n "$former" ]; then place "$file" "$former" 600; else rm -f "$file"; fi
  fail "$1; nothing was changed"
}

# For most settings the first value counts, for some the last: what another file overrules shows here.
overruled() {
  sshd -T -f "$file" >/run/sshd/alone
  sshd -T >/run/sshd/together
  awk 'NF { print tolower($1) }' "$file" | grep -v '^#' | while read -r setting; do
    [ "$(grep "^$setting " /run/sshd/alone)" = "$(grep "^$setting " /run/sshd/together)" ] || printf '%s ' "$setting"
  done
  rm -f /run/sshd/alone /run/sshd/together
}

if ! holds "$file" "$wanted" 600; then
  former=$(cat "$file" 2>/dev/null) || true
  place "$file" "$wanted" 600
  problem=$(sshd -t 2>&1) || take_back "sshd refuses its configuration ($(echo "$problem" | tail -n 1))"
  overrules=$(overruled)
  [ -z "$overrules" ] || take_back "another file below /etc/ssh overrules ${overrules% }; remove that there"
  if ! reload; then
    rm -f "$file"
    [ -z "$former" ] || place "$file" "$former" 600
    control restart ssh || true
    fail "sshd stopped after its reload and was started again with its previous configuration; see journalctl -u ssh on the host"
  fi
fi
