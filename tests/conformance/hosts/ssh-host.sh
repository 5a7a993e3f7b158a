#!/bin/sh
# Starts sshd for a test, with its options as arguments. Both users have the key $AUTHORIZED_KEY and may use the engine behind
# the socket: admin, with the shell $LOGIN_SHELL and what $SUDO allows, and deploy, as a deployment makes it.
# $GREETING is what admin's shell prints first, $SEED a folder with the host's key.
set -eu
engine=$(stat -c %g /var/run/docker.sock)
getent group "$engine" >/dev/null || groupadd --gid "$engine" engine
group=$(getent group "$engine" | cut -d: -f1)

make_user() {
  useradd --create-home --groups "$group" --shell "$2" --password '*' "$1"
  install -d -m 0700 -o "$1" -g "$1" "/home/$1/.ssh"
  printf '%s\n' "$AUTHORIZED_KEY" >"/home/$1/.ssh/authorized_keys"
}
make_user admin "$LOGIN_SHELL"
make_user deploy /bin/sh

# Also stands in for a database container: its psql lets the provisioner log in until its input ends.
useradd postgres
printf '#!/bin/sh\necho open\ncat >/dev/null\n' >/usr/local/bin/psql
chmod +x /usr/local/bin/psql

printf 'admin ALL=(ALL) %s\n' "$SUDO" >/etc/sudoers.d/admin
if [ -n "$GREETING" ]; then
  printf 'echo "%s"\nprintf "no end of line"\n' "$GREETING" | cat - /etc/bash.bashrc >/tmp/bash.bashrc
  cp /tmp/bash.bashrc /etc/bash.bashrc
fi
echo 'Warning: authorized users only' >/etc/issue.net
[ -z "$SEED" ] || install -m 0600 "$SEED/ssh_host_ed25519_key" /etc/ssh/ssh_host_ed25519_key
ssh-keygen -y -f /etc/ssh/ssh_host_ed25519_key >/etc/ssh/ssh_host_ed25519_key.pub
exec /usr/sbin/sshd -D -e "$@"
