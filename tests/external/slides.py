"""Holds talks against what python-pptx reads in them, and against what LibreOffice draws of them.

    slides.py check TALK.pptx             titles, notes, alt text, places and sizes; prints the number of slides
    slides.py compare TALK.pptx FOLDER    pages of the talk, rendered to FOLDER/page-N.ppm, against the pictures inside
"""

import glob
import io
import sys

from PIL import Image, ImageChops, ImageFilter, ImageStat
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

# English metric units to a point of text, and the smallest words of a slide that its last row reads, in points.
SMALLEST = 12.0
SMALLEST_LINE = 20.0

# Levels out of 255 by which pixels differ in the mean: edges are smoothed differently by every renderer.
MEAN = 4.0


def slides(path):
    return Presentation(path)


def check(path):
    talk = slides(path)
    wide, tall = talk.slide_width, talk.slide_height
    for number, slide in enumerate(talk.slides, 1):
        where = f"{path}, slide {number}"
        title = slide.shapes.title
        assert title is not None and title.text.strip(), f"{where}: no title"
        is_picture = False
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, f"{where}: {shape.name} begins outside"
            assert shape.left + shape.width <= wide and shape.top + shape.height <= tall + 1, f"{where}: {shape.name} ends outside"
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                is_picture = True
                alt = shape._element.nvPicPr.cNvPr.get("descr")
                assert alt and len(alt) > 20, f"{where}: no alt text"
                columns, rows = shape.image.size
                ratio = (columns / rows) / (shape.width / shape.height)
                assert abs(ratio - 1) < 0.01, f"{where}: the picture is stretched by {ratio}"
                assert title.top + title.height <= shape.top + 1, f"{where}: the title lies on the picture"
            if shape.has_text_frame and shape.is_placeholder:
                # The first words of a title or of a list are no remark.
                first = shape.text_frame.paragraphs[0].runs[0]
                assert first.font.size.pt >= SMALLEST_LINE, f"{where}: {first.text!r} has {first.font.size.pt} pt"
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    for run in paragraph.runs:
                        size = run.font.size.pt
                        assert size >= SMALLEST, f"{where}: {run.text!r} has {size} pt"
        if is_picture:
            assert slide.notes_slide.notes_text_frame.text.strip(), f"{where}: no notes"
    print(len(talk.slides))


def compare(path, folder):
    talk = slides(path)
    pages = sorted(glob.glob(f"{folder}/page-*.ppm"))
    assert len(pages) == len(talk.slides), f"{path}: {len(pages)} pages of {len(talk.slides)} slides"
    for page, slide in zip(pages, talk.slides):
        drawn = Image.open(page).convert("RGB")
        for shape in slide.shapes:
            if shape.shape_type != MSO_SHAPE_TYPE.PICTURE:
                continue
            scale = drawn.width / talk.slide_width
            box = [round(scale * side) for side in (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)]
            seen = drawn.crop(box)
            own = Image.open(io.BytesIO(shape.image.blob)).convert("RGB").resize(seen.size, Image.Resampling.LANCZOS)
            soft = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (seen, own)]
            mean = sum(ImageStat.Stat(ImageChops.difference(*soft)).mean) / 3
            assert mean < MEAN, f"{page}: differs from the figure by {mean:.2f} levels"
    print(f"{path}: {len(pages)} pages as the figures")


{"check": check, "compare": compare}[sys.argv[1]](*sys.argv[2:])
