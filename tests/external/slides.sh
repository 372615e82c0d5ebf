#!/usr/bin/env bash
# Talks in the programs of others: python-pptx finds titles, notes, alt text and sizes, LibreOffice draws each slide as
# the figure's own PNG, LaTeX compiles the document for Beamer, and Pandoc, which Quarto is made of, finds a slide with
# its notes for each slide of the document for Quarto. Sets itself up by package name; what cannot be installed is a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=()
command -v soffice >/dev/null || packages+=(libreoffice-impress)
command -v pandoc >/dev/null || packages+=(pandoc)
command -v pdftoppm >/dev/null || packages+=(poppler-utils)
kpsewhich beamer.cls >/dev/null 2>&1 || packages+=(texlive-latex-base texlive-latex-recommended)
kpsewhich pgfmath.sty >/dev/null 2>&1 || packages+=(texlive-pictures)
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
if [ "${#packages[@]}" -gt 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
fi

target=${CARGO_TARGET_DIR:-target}
home=$target/slides
rm -rf "$home" && mkdir -p "$home"
python3 -m venv "$home/python"
"$home/python/bin/pip" install --quiet --disable-pip-version-check python-pptx==1.0.2 pillow==12.0.0
cargo build --release --locked --quiet
onset=$(realpath "$target/release/onset")
python=$(realpath "$home/python/bin/python" --no-symlinks)
slides=$(realpath tests/external/slides.py)
cd "$home"

"$onset" talk --out wide.pptx --quiet
"$onset" talk single-infusion --minutes 45 --for slides-4x3 --theme dark --out dark.pptx --quiet
"$onset" figure ketamine-vs-ssri --build --out steps.pptx --quiet
for talk in wide dark steps; do
    "$python" "$slides" check "$talk.pptx"
    soffice -env:UserInstallation="file://$PWD/office" --headless --convert-to pdf "$talk.pptx" >/dev/null 2>&1
    mkdir "$talk"
    pdftoppm -r 75 "$talk.pdf" "$talk/page"
    "$python" "$slides" compare "$talk.pptx" "$talk"
done

"$onset" talk --minutes 10 --out beamer.tex --quiet
pages=$(pdfinfo beamer.pdf | awk '/^Pages:/ { print $2 }')
pdflatex -interaction=nonstopmode -halt-on-error -jobname beamer-slides beamer.tex >beamer.log 2>&1 || { tail -40 beamer.log >&2; exit 1; }
compiled=$(pdfinfo beamer-slides.pdf | awk '/^Pages:/ { print $2 }')
[ "$pages" = "$compiled" ] || { echo "Beamer shows $compiled of $pages pages" >&2; exit 1; }
echo "Beamer: $compiled slides"

"$onset" talk --minutes 10 --out quarto.qmd --quiet
pandoc --from markdown --to revealjs --slide-level=2 --standalone quarto.qmd --output quarto.html
count() { grep -c "$1" "$2" || true; }
slides=$(count '^## ' quarto.qmd)
[ "$slides" = "$(count '<section id' quarto.html)" ] || { echo "Pandoc finds other slides than $slides" >&2; exit 1; }
[ "$slides" = "$(count '<aside class="notes">' quarto.html)" ] || { echo "Pandoc finds other notes than $slides" >&2; exit 1; }
echo "Quarto's Pandoc: $slides slides with their notes"
