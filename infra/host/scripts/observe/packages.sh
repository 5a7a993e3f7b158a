#!/bin/sh
# Prints which of $PACKAGES are installed.
# uses: preparation, apt
# shellcheck disable=SC2086 # one word a package
absent=$(missing $PACKAGES | tr '\n' ' ')
line=
for package in $PACKAGES; do
  case " $absent" in
    *" $package "*) line="$line $package=absent" ;;
    *) line="$line $package=installed" ;;
  esac
done
echo "${line# }"
