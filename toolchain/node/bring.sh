#!/bin/sh
# Part of tovrun: fills $own from npm packages whose hashes are in package-lock.json beside this file.
# shellcheck disable=SC2154 # what it uses is set in tovrun

log=$cache/npm-node.log
for left in "$cache"/node/.unfinished-*; do
  kill -0 "${left##*-}" 2>/dev/null || rm -rf "$left"
done
unfinished=$cache/node/.unfinished-$$
mkdir -p "$unfinished" || fail "$cache/node cannot be written; make it writable or set XDG_CACHE_HOME" 1

# Not with npm ci: the package of one platform is an optional dependency, and npm leaves that out without a word when its hash is wrong.
fetch_packages() {
  cd "$unfinished" || exit 1
  # There are no workspaces here, and npm would fail to find one that somebody has set.
  unset npm_config_workspace npm_config_workspaces npm_config_include_workspace_root
  exec npm pack "node-$platform@$node_version" "npm@$npm_version" --pack-destination=. --no-dry-run --no-usage \
    --no-update-notifier --loglevel=error
}

refuse() {
  fail "what npm fetched as Node $node_version does not have the hashes in toolchain/node/package-lock.json and was not used; check which registry npm asks (whole log: $log)" 1
}

lay_out() {
  cd "$unfinished" || return 1
  mkdir bin etc lib lib/node_modules lib/node_modules/npm &&
    tar -xzf "node-$platform-$node_version.tgz" --strip-components=1 package/bin/node package/LICENSE &&
    tar -xzf "npm-$npm_version.tgz" -C lib/node_modules/npm --strip-components=1 &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js bin/npm &&
    ln -s ../lib/node_modules/npm/bin/npx-cli.js bin/npx &&
    chmod 0755 lib/node_modules/npm/bin/*-cli.js &&
    ln -s "$(npm config get globalconfig)" etc/npmrc &&
    rm ./*.tgz
}

printf 'tovrun: bringing Node %s with npm (50 MB, once)\n' "$node_version" >&2
if ! watch "bringing Node $node_version" fetch_packages; then
  ! grep -q EINTEGRITY "$log" || refuse
  tail -n 15 "$log" >&2
  fail "npm could not fetch Node $node_version (whole log: $log); check that the npm registry is reachable, then run this again" 1
fi
(cd "$unfinished" && node "$here/toolchain/node/verify.mjs" "node-$platform" npm) >>"$log" 2>&1 || refuse
# With an npm of its own: a distribution's runs only under the distribution's Node. That one's settings are still read.
(lay_out) >>"$log" 2>&1 || fail "Node $node_version could not be unpacked into $cache/node (whole log: $log); check that there is room for 150 MB" 1
read_version "$unfinished/bin/node" ||
  fail "Node $node_version was fetched but does not run on this machine; install Node 24 or newer with the machine's own packages, then run this again" 3
# What was damaged; mv would move into it.
rm -rf "$own"
mv "$unfinished" "$own" || fail "$own cannot be made; make $cache/node writable" 1
