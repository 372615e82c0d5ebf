#!/usr/bin/env bash
# The long form of the test of random runs: parameters, regimens, switches and events by chance, both methods at several
# tolerances. RUNS=20000 makes more than the usual 5,000. Prints how many were run, refused by both methods, or no good
# file to begin with.
set -euo pipefail
cd "$(dirname "$0")/../.."
ONSET_RANDOM_RUNS=${RUNS:-5000} cargo test --locked --test main -- --nocapture random_runs_keep_their_promise
