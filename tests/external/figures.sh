#!/usr/bin/env bash
# Figures in the programs of others: PDF pages rendered by Poppler look like the PNG, and the slide of a build-up compiles
# in Beamer. Sets itself up by package name: poppler-utils and LaTeX by apt-get where they are missing. Nothing is
# skipped: what cannot be installed is a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=()
command -v pdftoppm >/dev/null || packages+=(poppler-utils)
kpsewhich beamer.cls >/dev/null 2>&1 || packages+=(texlive-latex-base texlive-latex-recommended)
kpsewhich pgfmath.sty >/dev/null 2>&1 || packages+=(texlive-pictures)
if [ "${#packages[@]}" -gt 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
fi

target=${CARGO_TARGET_DIR:-target}
home=$target/figures
rm -rf "$home" && mkdir -p "$home"
cargo build --release --locked --quiet
onset=$(realpath "$target/release/onset")
compare=$(realpath tests/external/figures.py)
cd "$home"

# Every kind, every profile and every theme at least once.
draw() { "$onset" figure "$@" --quiet; }
draw ketamine-vs-ssri --out comparison.png --out comparison.pdf
draw single-infusion --kind cascade --theme dark --out cascade.png --out cascade.pdf
draw dose-response --kind dose-response --for paper-1col --theme print --out dose.png --out dose.pdf
draw single-infusion --kind phase --x bdnf --y synapse_count --for slides-4x3 --out phase.png --out phase.pdf
draw routes --kind exposure --for notes --theme dark --out exposure.png --out exposure.pdf
draw single-infusion --kind timeline --for paper-2col --out timeline.png --out timeline.pdf
draw ampa-blocked --kind pathway --for poster --text paths --out pathway.png --out pathway.pdf
for pdf in *.pdf; do
    pdftoppm "$pdf" -r 100 "${pdf%.pdf}" # one PPM a page, to count them
    pages=$(ls "${pdf%.pdf}"-*.ppm | wc -l)
    rm "${pdf%.pdf}"-*.ppm
    for page in $(seq "$pages"); do
        png=${pdf%.pdf}.png
        [ "$page" = 1 ] || png=${pdf%.pdf}-$page.png
        python3 "$compare" "$png" "$pdf" "$page"
    done
done

draw ketamine-vs-ssri --build --out steps.pdf
draw single-infusion --kind timeline --build --out rows.png
cat >talk.tex <<'TEX'
\documentclass[aspectratio=169]{beamer}
\setbeameroption{show notes}
\begin{document}
\input{steps.tex}
\input{rows.tex}
\end{document}
TEX
pdflatex -interaction=nonstopmode -halt-on-error talk.tex >talk.log 2>&1 || { tail -40 talk.log >&2; exit 1; }
pages=$(pdfinfo talk.pdf | awk '/^Pages:/ { print $2 }')
frames=$(cat steps.tex rows.tex | grep -c 'includegraphics<')
# A page and its notes for each frame.
[ "$pages" = $((2 * frames)) ] || { echo "talk.pdf has $pages pages for $frames frames" >&2; exit 1; }
echo "Beamer: $frames frames with their notes"
