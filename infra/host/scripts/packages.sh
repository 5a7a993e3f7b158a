#!/bin/sh
# Installs the packages that $PACKAGES names with spaces between, and nothing when all are there.
# shellcheck disable=SC2086 # one word a package
absent=$(missing $PACKAGES | tr '\n' ' ')
# shellcheck disable=SC2086
[ -z "$absent" ] || install_packages $absent
say "${absent:+installed $absent}"
