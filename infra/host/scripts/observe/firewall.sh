#!/bin/sh
# Prints the hash of the file and of the rules that are in force, and which ports these open to whom.
# uses: preparation, configuration-file, system-service
rules=$(nft --stateless --terse list table inet tovplay 2>/dev/null) || true
if [ -n "$rules" ]; then
  opens=$(echo "$rules" | awk '
    $1 == "chain" { chain = $2 }
    $2 == "dport" && $NF == "accept" {
      from = chain == "containers" ? "containers" : "anyone"
      if ($5 == "saddr") { from = $0; sub(/.* saddr /, "", from); sub(/ accept$/, "", from); gsub(/[{} ]/, "", from) }
      print $3 "/" $1 ":" from
    }' | sort -u | tr '\n' ' ')
  state="rules=$(echo "$rules" | sha256sum | cut -c 1-12) ${opens% }"
else
  state="rules=absent"
fi
echo "file=$(hash_of /etc/tovplay/firewall.nft) boot=$(boot_state tovplay-firewall.service) $state"
