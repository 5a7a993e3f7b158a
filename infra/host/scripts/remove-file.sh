#!/bin/sh
# Removes $TARGET; a file that is gone already is no error.
set -eu
rm -f -- "$TARGET"
