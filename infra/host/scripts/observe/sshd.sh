#!/bin/sh
# Prints the hash of the drop-in and, since other files may overrule it, what really counts of its settings.
# uses: preparation, configuration-file
file=/etc/ssh/sshd_config.d/00-tovplay.conf
mkdir -p /run/sshd
settings=$(sshd -T 2>/dev/null | grep -E "^($(awk '/^[A-Za-z]/ { print tolower($1) }' "$file" 2>/dev/null | tr '\n' '|')none) " |
  sort | sed 's/ /=/; s/ /_/g' | tr '\n' ' ')
echo "file=$(hash_of "$file") ${settings% }"
