#!/usr/bin/env bash
# Shares of a population on a local Dask cluster and as an array job of Slurm are one run, byte for byte. Installs what
# it needs by package name, into a folder that git ignores.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
folder="$target/external-shares"
mkdir -p "$folder"
if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends python3-venv >"$folder/apt.log"
fi
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check distributed==2026.8.0
cargo build --release --locked --quiet
rm -rf "$folder/work"
"$folder/python/bin/python" tests/external/shares.py "$target/release/onset" "$folder/work"
