#!/bin/sh
# Copies the pages out of image $IMAGE into a folder of their own below $TARGET, and lets the link `current` lead to it in
# one step. Assets of $KEEP earlier releases stay reachable in `kept`: a page that is open goes on loading them.
set -eu
umask 022
trap '' HUP INT PIPE TERM
releases=$TARGET/releases
new=$releases/$RELEASE
fail() {
  echo "$1" >&2
  exit 1
}
mkdir -p "$releases" "$TARGET/kept/assets"
exec 9>>"$TARGET/lock"
flock -w 120 9 || fail "other pages are under way on this host; wait for their end, then run this again"
if [ ! -d "$new" ]; then
  rm -rf "$releases"/*.part
  container=$(docker create --network none "$IMAGE" 2>&1) || fail "the image of the pages is not on this host ($container); deploy again"
  trap 'docker rm --force "$container" >/dev/null 2>&1 || :' EXIT
  said=$(docker cp "$container:/usr/share/nginx/tovplay" "$new.part" 2>&1) ||
    fail "the pages cannot be copied out of their image ($said); free some disk space, then run this again"
  # An empty folder would be served as '403 Forbidden'.
  grep -q '<div id="root">' "$new.part/index.html" 2>/dev/null || fail "the image of the pages has no page in it; build it anew"
  [ -n "$(ls "$new.part/assets" 2>/dev/null)" ] || fail "the image of the pages has no assets in it; build it anew"
  chown -R root:root "$new.part"
  chmod -R u=rwX,go=rX "$new.part"
  sync "$new.part"
  mv "$new.part" "$new"
fi
touch "$new"
ln "$new"/assets/* "$TARGET/kept/assets/" 2>/dev/null || cp -f "$new"/assets/* "$TARGET/kept/assets/"
ln -sfn "releases/$RELEASE" "$TARGET/current.part"
mv -T "$TARGET/current.part" "$TARGET/current"
# shellcheck disable=SC2012 # the names are hashes
ls -1t "$releases" | tail -n "+$((KEEP + 1))" | while read -r old; do rm -rf "${releases:?}/$old"; done
# An asset that no kept release has any more is linked once only.
find "$TARGET/kept/assets" -type f -links 1 -delete
echo "pages $RELEASE are current"
