#!/bin/sh
# Time that never jumps.

# Seconds since the machine started.
uptime_seconds() {
  cut -d . -f 1 /proc/uptime
}
