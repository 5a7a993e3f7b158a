#!/bin/sh
# Moves the receiver's files in folder $1 into its subfolder $2, so that it starts from scratch; deletes those of earlier restores.
set -eu
cd "$1"
find . -mindepth 1 -maxdepth 1 -type d -name 'before-*' ! -name "$2" -exec rm -rf {} +
mkdir -p "$2"
find . -mindepth 1 -maxdepth 1 -type f -exec mv -t "$2" {} +
