#!/bin/sh
# Moves what the receiver has in folder $1 into its folder $2, so that it begins anew; of the folders of earlier restores only that remains.
set -eu
cd "$1"
find . -mindepth 1 -maxdepth 1 -type d -name 'before-*' ! -name "$2" -exec rm -rf {} +
mkdir -p "$2"
find . -mindepth 1 -maxdepth 1 -type f -exec mv -t "$2" {} +
