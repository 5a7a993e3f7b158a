#!/bin/sh
# Checksums, on Linux and on macOS.

# SHA-256 of standard input, in hexadecimal.
sha256_of_input() {
  { sha256sum || shasum -a 256; } 2>/dev/null | cut -d ' ' -f 1
}
