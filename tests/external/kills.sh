#!/usr/bin/env bash
# A thousand kills, at random moments and at every step of writing: nothing is corrupt, and the same command finishes.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --locked --quiet
python3 tests/external/kills.py "$target/release/onset" "$@"
