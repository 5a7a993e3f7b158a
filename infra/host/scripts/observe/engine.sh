#!/bin/sh
# Prints the engine's main version, its configuration and whether that is in force.
# uses: preparation, configuration-file, system-service
if version=$(docker version --format '{{.Server.Version}}' 2>/dev/null); then
  state="${version%%.*} $(docker info --format 'log={{.LoggingDriver}} live-restore={{.LiveRestoreEnabled}}')"
else
  state=stopped
fi
echo "engine=$state daemon.json=$(hash_of /etc/docker/daemon.json) boot=$(boot_state docker.service)"
