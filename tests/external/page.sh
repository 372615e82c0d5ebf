#!/usr/bin/env bash
# The interactive page in a real browser. Sets itself up by package name: Chromium and Node by apt-get where they are
# missing, the driver of the browser and the checks of accessibility from the npm registry. Nothing is skipped: what
# cannot be installed is a failure. Another browser: CHROMIUM=/path/to/chrome. Screenshots of both themes at three
# widths are left in target/page.
set -euo pipefail
cd "$(dirname "$0")/../.."

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
packages=()
command -v node > /dev/null || packages+=(nodejs)
command -v npm > /dev/null || packages+=(npm)
browser=${CHROMIUM:-$(find_browser)}
test -n "$browser" || packages+=(chromium)
if [ "${#packages[@]}" -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends "${packages[@]}" > /dev/null
  browser=${browser:-$(find_browser)}
fi
test -n "$browser" || { echo "tests/external/page.sh: apt-get brought no Chromium" >&2; exit 1; }

target=${CARGO_TARGET_DIR:-target}
home=$target/page
mkdir -p "$home"
# Pinned, so that what passes today passes tomorrow.
npm install --prefix "$home" --no-save --no-audit --no-fund --silent playwright-core@1.65.1 axe-core@4.14.1 \
  || { echo "tests/external/page.sh: npm could not install playwright-core and axe-core" >&2; exit 1; }

cargo build --release --locked --quiet
cp tests/external/page.mjs "$home/page.mjs"
CHROMIUM=$browser ONSET=$(realpath "$target/release/onset") node "$home/page.mjs" "$(realpath "$home")"
