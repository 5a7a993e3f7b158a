#!/bin/sh
# Prints what $DEPLOY_USER may do and who may log in as it.
# uses: preparation, configuration-file
home=/home/$DEPLOY_USER
if ! id "$DEPLOY_USER" >/dev/null 2>&1; then
  echo "$DEPLOY_USER=absent"
  exit 0
fi
password=$(getent shadow "$DEPLOY_USER" | cut -d: -f2)
[ "$password" = '*' ] && password=none || password=changed
groups=$(id -nG "$DEPLOY_USER" | tr ' ' ',')
owners=$(stat -c '%U:%a' "$home" "$home/.ssh" "$home/.ssh/authorized_keys" 2>/dev/null | tr '\n' ',')
shell=$(getent passwd "$DEPLOY_USER" | cut -d: -f7)
echo "groups=$groups shell=$shell password=$password keys=$(hash_of "$home/.ssh/authorized_keys") owners=${owners%,}"
