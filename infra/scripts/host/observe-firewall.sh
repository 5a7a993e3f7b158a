#!/bin/sh
# Prints the hash of the file and of the rules that are in force, and which ports these open to whom.
rules=$(nft --stateless --terse list table inet tovplay 2>/dev/null) || true
if [ -n "$rules" ]; then
  opens=$(echo "$rules" | sed -n 's/^[[:space:]]*\(tcp\|udp\) dport \([0-9]*\) \(.*\)$/\1 \2 \3/p' | tr -s ' {}@,' '-' | tr '\n' ' ')
  state="rules=$(echo "$rules" | sha256sum | cut -c 1-12) ${opens% }"
else
  state="rules=absent"
fi
echo "file=$(hash_of /etc/tovplay/firewall.nft) boot=$(boot_state tovplay-firewall.service) $state"
