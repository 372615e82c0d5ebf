#!/bin/sh
# Makes the fonts of this folder from Inter 4.1 (npm package inter-ui 4.1.1,
# folder `web`). Usage: sh subset.sh path/to/package/web
# Inter-*.ttf goes into every SVG: Western Latin, plain Greek, superscripts and
# subscripts, arrows and the signs a figure needs. More-*.ttf has the other
# letters of Latin, Greek and Cyrillic, which are drawn as outlines, so it needs
# no kerning. --name-IDs keeps the family names, without which a reader takes
# SemiBold for a family of its own and falls back silently.
set -eu
signs='U+20-7E,U+A0-FF,U+131,U+152-153,U+160-161,U+17D-17E,U+391-3A9,U+3B1-3C9,U+2009,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+2070-209C,U+20AC,U+2122,U+2126,U+2190-2199,U+21D2,U+2202,U+2206,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+222B,U+2248,U+2260,U+2264,U+2265,U+25A0,U+25B2,U+25B6,U+25BC,U+25C0,U+25CF'
more='U+100-2AF,U+300-36F,U+370-52F,U+1E00-1FFF,U+20A0-20BF'
for weight in Regular SemiBold; do
    for kind in Inter More; do
        case $kind in
        Inter) letters="$signs" features='kern' but='' ;;
        More) letters="$more" features='' but="$signs" ;;
        esac
        pyftsubset "$1/Inter-$weight.woff2" --unicodes="$letters" --name-IDs='*' \
            --layout-features="$features" --no-hinting --output-file="$kind-$weight.tmp"
        if [ -n "$but" ]; then
            # What the first font has is left out of the second.
            mv "$kind-$weight.tmp" whole.tmp
            rest=$(python3 -c "
from fontTools.ttLib import TTFont
have = TTFont('Inter-$weight.ttf').getBestCmap()
print(','.join(f'U+{letter:X}' for letter in sorted(TTFont('whole.tmp').getBestCmap()) if letter not in have))")
            pyftsubset whole.tmp --unicodes="$rest" --name-IDs='*' --layout-features='' --no-hinting \
                --output-file="$kind-$weight.tmp"
            rm whole.tmp
        fi
        python3 -c "
from fontTools.ttLib import TTFont
font = TTFont('$kind-$weight.tmp', recalcTimestamp=False)
font.flavor = None
font.save('$kind-$weight.ttf')"
        rm "$kind-$weight.tmp"
    done
done
