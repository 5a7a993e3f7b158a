#!/bin/sh
# Prints the hash of the file, what counts of it, and whether the timers that act on it run at boot.
# uses: preparation, configuration-file, system-service
counts=$(apt-config dump --format '%f=%v%n' APT::Periodic::Unattended-Upgrade Unattended-Upgrade::Origins-Pattern 2>/dev/null |
  sed -n 's/^APT::Periodic::Unattended-Upgrade=/every-days=/p')
echo "file=$(hash_of /etc/apt/apt.conf.d/99tovplay) ${counts:-every-days=never} timer=$(boot_state apt-daily-upgrade.timer)"
