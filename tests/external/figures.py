"""Holds a page of a PDF, rendered by pdftoppm, against the PNG of the same figure.

Edges are smoothed differently by every renderer, so what must agree is the mean over the page, and that hardly a pixel is
of another colour altogether.
"""

import struct
import subprocess
import sys
import zlib

# Levels out of 255 by which pixels differ in the mean; share of pixels that differ by more than half of all levels.
MEAN = 3.0
FAR = 0.006


def png(path):
    """Width, height and the RGB bytes of a PNG of 8 bits without interlacing."""
    data = open(path, "rb").read()
    place, packed = 8, b""
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 2), path
        elif kind == b"IDAT":
            packed += body
        place += 12 + size
    raw, stride = zlib.decompress(packed), 3 * width
    rows, before = [], bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        method, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for x in range(stride if method else 0):
            left = row[x - 3] if x >= 3 else 0
            up, corner = before[x], before[x - 3] if x >= 3 else 0
            if method == 1:
                guess = left
            elif method == 2:
                guess = up
            elif method == 3:
                guess = (left + up) // 2
            else:
                guess = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
            row[x] = (row[x] + guess) & 255
        rows.append(bytes(row))
        before = row
    return width, height, b"".join(rows)


def ppm(data):
    """The RGB bytes of a PPM as pdftoppm writes it."""
    _, size, most, pixels = data.split(b"\n", 3)
    assert most == b"255"
    return tuple(map(int, size.split())), pixels


path, pdf, page = sys.argv[1:]
width, height, drawn = png(path)
scale = ["-scale-to-x", str(width), "-scale-to-y", str(height), "-f", page, "-l", page]
size, rendered = ppm(subprocess.run(["pdftoppm", *scale, pdf], check=True, capture_output=True).stdout)
assert size == (width, height), (size, width, height)
apart = [abs(one - other) for one, other in zip(drawn, rendered, strict=True)]
mean, far = sum(apart) / len(apart), sum(value > 127 for value in apart) / len(apart)
print(f"{pdf} page {page}: mean difference {mean:.2f} of 255, {100 * far:.2f} % far off")
sys.exit(mean > MEAN or far > FAR)
