#!/bin/sh
# Copies the pages out of image $IMAGE into a folder of their own below $TARGET, and lets the link `current` lead to it in
# one step. $KEEP earlier releases stay; their assets, and the current ones, are in `kept` too: a page that is open goes on
# loading them. The script may be killed at any point and run again; a connection that is cut does not end it.
set -eu
umask 022
trap '' HUP INT PIPE TERM
releases=$TARGET/releases
new=$releases/$RELEASE
pool=$TARGET/kept/assets

fail() {
  append_history failed "\"service\":\"pages\",\"release\":$(json_string "$RELEASE"),\"reason\":$(json_string "$1")" || :
  docker rm --force tovplay-pages >/dev/null 2>&1 || :
  rm -rf "$new.part"
  printf '%s\n' "$1" >&2 || :
  exit 1
}

# The whole of a release: each file with its content, rights and owner.
sum_of() {
  (cd "$1" && find . -type f -exec stat -c '%a %u:%g %n' {} + -exec sha256sum {} + | LC_ALL=C sort | sha256sum)
}

is_whole() {
  [ -f "$1.sum" ] && [ "$(cat "$1.sum")" = "$(sum_of "$1" 2>/dev/null)" ]
}

# Takes the files out of the image, which is never run, and looks whether a site can be served from them.
take_out() {
  docker rm --force tovplay-pages >/dev/null 2>&1 || :
  docker create --pull never --network none --name tovplay-pages "$IMAGE" >/dev/null 2>"$TARGET/said" ||
    fail "the image of the pages is not on this host ($(tail -n 1 "$TARGET/said")); deploy again"
  docker cp tovplay-pages:/usr/share/nginx/tovplay/. "$new.part" >/dev/null 2>"$TARGET/said" ||
    fail "the pages cannot be copied out of their image ($(tail -n 1 "$TARGET/said")); free some disk space, then run this again"
  docker rm --force tovplay-pages >/dev/null 2>&1 || :
  # An empty folder would be served as '403 Forbidden'.
  grep -q '<div id="root">' "$new.part/index.html" 2>/dev/null || fail "the image of the pages has no page in it; build it anew, the pages before go on"
  named=$(grep -o '/assets/[^"]*' "$new.part/index.html") || fail "the page names no assets; build the image anew, the pages before go on"
  for asset in $named; do
    [ -s "$new.part$asset" ] || fail "the image of the pages lacks $asset, which its page names; build it anew, the pages before go on"
  done
  if [ "$(id -u)" = 0 ]; then chown -R 0:0 "$new.part"; fi
  find "$new.part" -type d -exec chmod 0755 {} + -o -type f -exec chmod 0644 {} +
}

# A release that is there already but was edited is mended file by file: nginx may be serving it.
put_in_place() {
  sum_of "$new.part" >"$new.sum.part"
  if [ -d "$new" ]; then
    (cd "$new" && find . -type f) | while read -r file; do [ -f "$new.part/$file" ] || rm -f "$new/$file"; done
    (cd "$new.part" && find . -type f) | while read -r file; do
      mkdir -p "$new/$(dirname "$file")"
      mv -f "$new.part/$file" "$new/$file"
    done
    rm -rf "$new.part"
  else
    mv -T "$new.part" "$new"
  fi
  sync -f "$new"
  mv -f "$new.sum.part" "$new.sum"
}

# Every asset of every release that is kept is in the pool, and no other. Hard links take no space.
fill_pool() {
  for asset in "$releases"/*/assets/*; do
    if cmp -s "$asset" "$pool/${asset##*/}"; then continue; fi
    ln -f "$asset" "$TARGET/kept/part"
    mv -f "$TARGET/kept/part" "$pool/${asset##*/}"
  done
  for asset in "$pool"/*; do
    set -- "$releases"/*/assets/"${asset##*/}"
    [ -f "$1" ] || rm -f "$asset"
  done
}

# Leaves the current release and the $KEEP that were current before it; those that were edited cannot be mended and go.
prune() {
  for old in "$releases"/*/; do
    old=${old%/}
    is_whole "$old" || rm -rf "$old" "$old.sum"
  done
  find "$releases" -mindepth 1 -maxdepth 1 -type d ! -name "$RELEASE" -printf '%T@ %f\n' | sort -rn |
    tail -n "+$((KEEP + 1))" | while read -r _ old; do rm -rf "${releases:?}/$old" "${releases:?}/$old.sum"; done
}

mkdir -p "$releases" "$pool"
exec 9>>"$TARGET/lock"
flock -w 120 9 || fail "other pages are under way on this host; wait for their end, then run this again"
rm -rf "$releases"/*.part
if ! is_whole "$new"; then
  take_out
  put_in_place
fi
fill_pool
if [ "$(readlink "$TARGET/current" || :)" != "releases/$RELEASE" ]; then
  touch "$new"
  ln -sfn "releases/$RELEASE" "$TARGET/current.part"
  mv -T "$TARGET/current.part" "$TARGET/current"
fi
prune
fill_pool
rm -f "$TARGET/said"
printf 'pages %s are current\n' "$RELEASE" 2>/dev/null || :
