#!/bin/sh
# Gathers into variables what decides whether this host can be deployed to, and prints them. It only reads.
# shellcheck disable=SC1091 # of the host
. /etc/os-release
system=$ID
system_version=${VERSION_ID:-0}
architecture=$(uname -m)
kernel=$(uname -r)
# The newest that is installed: a reboot would start it. A container has none.
kernel_installed=$(find /boot -maxdepth 1 -name 'vmlinuz-*' 2>/dev/null | sed 's/.*vmlinuz-//' | sort -V | tail -n 1)
kernel_installed=${kernel_installed:-none}
virtualization=$(systemd-detect-virt 2>/dev/null) || virtualization=${virtualization:-unknown}
now=$(date +%s)
user=$(id -u)

# In MiB, of the file system that holds $1 or the nearest folder above it that is there.
free_below() {
  folder=$1
  while ! [ -d "$folder" ]; do folder=$(dirname "$folder"); done
  df -Pm "$folder" | awk 'NR == 2 { print $4 }'
}
disk=$(free_below /)
disk_docker=$(free_below /var/lib/docker)

# In MiB: what the machine has, or less where a control group gives less.
memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  bytes=$(cat "$limit" 2>/dev/null) || continue
  case $bytes in
    *[!0-9]* | ????????????????*) ;;
    *) [ $((bytes / 1048576)) -ge "$memory" ] || memory=$((bytes / 1048576)) ;;
  esac
done

engine=none
swarm=inactive
if command -v docker >/dev/null; then
  engine=$(docker version --format '{{.Server.Version}}' 2>/dev/null) || engine=stopped
  [ "$engine" = stopped ] || swarm=$(docker info --format '{{.Swarm.LocalNodeState}}')
fi

# Another program that sets firewall rules at any time.
firewall=none
! { command -v ufw && ufw status | grep -q '^Status: active'; } >/dev/null 2>&1 || firewall=ufw
! grep -qsx firewalld /proc/[0-9]*/comm || firewall=firewalld

# Those of $PORTS that somebody else holds: nginx and containers of this project hold theirs already.
taken=
for port in $PORTS; do
  container=$(docker ps --filter "publish=$port" --format '{{.Names}}' 2>/dev/null | head -n 1) || container=
  case $container in
    tovplay-*) continue ;;
    ?*) taken="$taken${taken:+, }port $port by container $container" && continue ;;
  esac
  for socket in $(sockets_at "$port"); do
    holder=$(holder_of "$socket")
    case $holder in
      nginx\ *) continue ;;
    esac
    taken="$taken${taken:+, }port $port by ${holder:-a process that ended}"
    break
  done
done

# What a deployment that was cut off left; the next one takes it up.
unfinished=$(find /var/lib/tovplay -maxdepth 3 \( -name '*.part' -o -name '*.partial' -o -name 'engine-restart' \) 2>/dev/null |
  tr '\n' ' ')

cat <<FACTS || true
preflight of $(uname -n)
system=$system $system_version
architecture=$architecture
kernel=$kernel
kernel_installed=$kernel_installed
virtualization=$virtualization
user=$user
clock=$now
memory=$memory MiB
disk=$disk MiB
disk_docker=$disk_docker MiB
engine=$engine
swarm=$swarm
firewall=$firewall
taken=${taken:-none}
unfinished=${unfinished:-none}
end of preflight
FACTS
