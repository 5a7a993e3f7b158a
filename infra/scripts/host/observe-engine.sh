#!/bin/sh
# Prints the engine's main version, its configuration and whether that is in force.
if version=$(docker info --format '{{.ServerVersion}} log={{.LoggingDriver}} live-restore={{.LiveRestoreEnabled}}' 2>/dev/null); then
  version="${version%%.*} ${version#* }"
else
  version=stopped
fi
echo "engine=$version daemon.json=$(hash_of /etc/docker/daemon.json) boot=$(boot_state docker.service)"
