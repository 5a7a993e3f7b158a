#!/bin/sh
# The user that deployments use for Docker: no password, no sudo, and keys that only root can change. Being in the group docker
# is as good as being root; what is gained is a name of its own in every log. Standard input: its keys; by default, those
# of $CONNECTED_AS, who runs this.
# uses: preparation, configuration-file
keys=$(cat)
purpose="TovPlay deployment"
home=/home/$DEPLOY_USER

if [ -z "$keys" ]; then
  own=$(getent passwd "$CONNECTED_AS" | cut -d: -f6)/.ssh/authorized_keys
  [ ! -f "$own" ] || keys=$(cat "$own")
  [ -n "$keys" ] || fail "$CONNECTED_AS has no keys in $own to give to $DEPLOY_USER; list them in deployKeys"
fi

described=$(getent passwd "$DEPLOY_USER" | cut -d: -f5) || true
case $described in
  "$purpose") ;;
  '') useradd --system --user-group --groups docker --no-create-home --home-dir "$home" --shell /bin/sh \
    --comment "$purpose" "$DEPLOY_USER" ;;
  *) fail "the user $DEPLOY_USER ($described) exists and was not created by this project; set deployUser to another name" ;;
esac

[ "$(id -nG "$DEPLOY_USER")" = "$DEPLOY_USER docker" ] || usermod --groups docker "$DEPLOY_USER"
[ "$(getent passwd "$DEPLOY_USER" | cut -d: -f6-)" = "$home:/bin/sh" ] || usermod --home "$home" --shell /bin/sh "$DEPLOY_USER"
# Not '!': that would lock the account for keys too where sshd does not use PAM.
[ "$(getent shadow "$DEPLOY_USER" | cut -d: -f2)" = '*' ] || usermod --password '*' "$DEPLOY_USER"
for folder in "$home" "$home/.ssh"; do
  [ "$(stat -c '%a %U' "$folder" 2>/dev/null)" = "755 root" ] || install -d -m 0755 -o root -g root "$folder"
done
holds "$home/.ssh/authorized_keys" "$keys" 644 || place "$home/.ssh/authorized_keys" "$keys" 644
