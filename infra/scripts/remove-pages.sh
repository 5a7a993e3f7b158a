#!/bin/sh
# Removes all pages below $TARGET.
set -eu
rm -rf "${TARGET:?}"
