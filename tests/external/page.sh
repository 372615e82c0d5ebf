#!/usr/bin/env bash
# The interactive page in a real browser: sets itself up from the npm registry and runs page.mjs.
#
# Needs Node and Chromium (Debian: `apt-get install chromium nodejs npm`); says so where one is missing. Another
# browser: CHROMIUM=/path/to/chrome. Screenshots of both themes at three widths are left in target/page.
set -euo pipefail
cd "$(dirname "$0")/../.."

need() { command -v "$1" > /dev/null || { echo "tests/external/page.sh: no $1 here; install it, such as: apt-get install $2" >&2; exit 1; }; }
need node nodejs
need npm npm
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
test -n "$browser" || { echo "tests/external/page.sh: no Chromium here; install it, such as: apt-get install chromium" >&2; exit 1; }

target=${CARGO_TARGET_DIR:-target}
home=$target/page
mkdir -p "$home"
# Pinned, so that what passes today passes tomorrow.
npm install --prefix "$home" --no-save --no-audit --no-fund --silent playwright-core@1.65.1 axe-core@4.14.1 \
  || { echo "tests/external/page.sh: npm could not install playwright-core and axe-core" >&2; exit 1; }

cargo build --release --locked --quiet
cp tests/external/page.mjs "$home/page.mjs"
CHROMIUM=$browser ONSET=$(realpath "$target/release/onset") node "$home/page.mjs" "$(realpath "$home")"
