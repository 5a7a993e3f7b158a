#!/bin/sh
# Text of other programs in a message.

# What others wrote, fit for a message: without what looks like a secret, on one line, bounded.
quoted() {
  printf '%s' "$1" | tr '\n\t' '  ' | LC_ALL=C tr -cd '\040-\176' | sed -E '
    s#://[^@/ ]*@#://[redacted]@#g
    s#(password|passwd|secret|token|authorization|cookie|key)("?[=: ]+"?)(Bearer |Basic )?[^", }]+#\1\2[redacted]#gI' | cut -c 1-360
}
