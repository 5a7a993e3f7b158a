#!/bin/sh
# How every script that prepares a host runs: to its end, even when the connection is cut.
# uses: failure, say
set -eu
trap '' HUP INT PIPE TERM
umask 022
