"""What a figure's place looks like: the part of the page around it, with the figure itself marked where it can be told
from its surroundings."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.pictures import MARGIN as EDGE
from app.pictures import PagePicture, PictureError, marked_image, page_picture
from ingest.readers.page_images import PDFIUM, visible_corner
from ingest.records import Region

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0
"""Pixels per point."""
WIDTH, LONGEST = 300.0, 470.0
"""Width in points of the part of a page around a narrow place, and of the widest one."""
HEIGHT, TALLEST = 84.0, 150.0
MARGIN = 22.0
"""Points around the place at least."""
KEPT = 512
_AFTER = 8
"""Characters that are looked at behind a number, for its unit."""
_DIGIT_BEFORE, _DIGIT_AFTER = re.compile(r"[\d.]$"), re.compile(r"\d|[.,，]\d")
_NUMBER = re.compile(r"-?\d[\d,，]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class PlacePicture:
    """Part of a page as PNG, `width` × `height` pixels, from page `page`."""

    png: bytes
    width: int
    height: int
    page: int


def place_picture(path: Path, regions: Sequence[Region], value: str = "") -> PlacePicture:
    """The surroundings of a place. Marked is the number of `value` if it can be told from what stands around it, else
    all of the place that is on its first page. Raises PictureError, `page-missing` if there is no region."""
    if not regions:
        raise PictureError("page-missing", path)
    try:
        version = path.stat().st_mtime_ns
    except OSError as error:
        raise PictureError("file-missing", path, regions[0].page, str(error)) from error
    return _cut(path, version, tuple((r.page, r.x0, r.top, r.x1, r.bottom) for r in regions), value)


def number_regions(path: Path, regions: Sequence[Region], value: str) -> list[Region]:
    """The box of the number of `value` if it stands exactly once in the regions, or once with its unit; else the
    regions as they are."""
    found = _NUMBER.search(value)
    if found is None:
        return list(regions)
    boxes = [
        box
        for page in dict.fromkeys(region.page for region in regions)
        for box in _number_boxes(path, page, [r for r in regions if r.page == page], found.group())
    ]
    unit = "".join(value[found.end() :].split())
    with_unit = [box for box, after in boxes if unit and "".join(after.split()).startswith(unit)]
    # A cell whose unit stands in its header holds the number and nothing after it; (1) is the number of an item.
    alone = [box for box, after in boxes if not unit or not after.strip() or after[0].isspace()]
    only = with_unit or alone
    return only if len(only) == 1 else list(regions)


@lru_cache(maxsize=KEPT)
def _cut(
    path: Path, version: int, places: tuple[tuple[int, float, float, float, float], ...], value: str
) -> PlacePicture:
    regions = number_regions(path, [Region(*place) for place in places], value)
    page = regions[0].page
    boxes = [(r.x0, r.top, r.x1, r.bottom) for r in regions if r.page == page]
    drawn = _drawn_part(path, page, boxes)
    return drawn if drawn is not None else _part(page_picture(path, page, regions, SCALE))


def _drawn_part(path: Path, page: int, boxes: Sequence[tuple[float, float, float, float]]) -> PlacePicture | None:
    """Only the part of a PDF's page around the boxes, drawn; None for a file that is no PDF. A hundred such parts are
    asked for at once, and drawing whole pages for them would keep the reader waiting."""
    import pypdfium2

    with PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return None
        try:
            if not 1 <= page <= len(pdf):
                raise PictureError("page-missing", path, page)
            sheet = pdf[page - 1]
            width, height = sheet.get_size()
            left, top = visible_corner(sheet)
            x0, x1 = _span(min(b[0] for b in boxes) - left, max(b[2] for b in boxes) - left, WIDTH, LONGEST, width)
            y0, y1 = _span(min(b[1] for b in boxes) - top, max(b[3] for b in boxes) - top, HEIGHT, TALLEST, height)
            image = sheet.render(scale=SCALE, crop=(x0, height - y1, width - x1, y0)).to_pil().convert("RGB")
        except pypdfium2.PdfiumError as error:
            raise PictureError("unreadable", path, page, str(error)) from error
        finally:
            pdf.close()
    frames = [
        (
            max(0.0, (b[0] - left - x0 - EDGE) * SCALE),
            max(0.0, (b[1] - top - y0 - EDGE) * SCALE),
            min(float(image.width), (b[2] - left - x0 + EDGE) * SCALE),
            min(float(image.height), (b[3] - top - y0 + EDGE) * SCALE),
        )
        for b in boxes
    ]
    frames = [frame for frame in frames if frame[0] < frame[2] and frame[1] < frame[3]]
    return _as_png(marked_image(image, frames, SCALE) if frames else image, page)


def _part(picture: PagePicture) -> PlacePicture:
    """The part of a whole page's picture around its marks."""
    from PIL import Image

    marks, width, height = picture.marks, picture.width / SCALE, picture.height / SCALE
    left, right = min((m.left for m in marks), default=0) * width, max((m.right for m in marks), default=1) * width
    top, bottom = min((m.top for m in marks), default=0) * height, max((m.bottom for m in marks), default=0.2) * height
    x0, x1 = _span(left, right, WIDTH, LONGEST, width)
    y0, y1 = _span(top, bottom, HEIGHT, TALLEST, height)
    corners = (round(x0 * SCALE), round(y0 * SCALE), round(x1 * SCALE), round(y1 * SCALE))
    return _as_png(Image.open(io.BytesIO(picture.png)).crop(corners), picture.page)


def _as_png(image: Image, page: int) -> PlacePicture:
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=6)
    return PlacePicture(png.getvalue(), image.width, image.height, page)


def _span(low: float, high: float, least: float, most: float, end: float) -> tuple[float, float]:
    """A stretch of at least and at most so many points around low to high, inside 0 to `end`."""
    length = min(most, max(least, high - low + 2 * MARGIN), end)
    middle = (low + high) / 2 if high - low < length else low + length / 2 - MARGIN
    start = min(max(0.0, middle - length / 2), end - length)
    return start, start + length


def _number_boxes(path: Path, page: int, regions: Sequence[Region], number: str) -> list[tuple[Region, str]]:
    """Where the number stands as a whole number in the regions, each with the words right after it; empty for what is
    no text of a PDF, and for pages that are turned."""
    import pypdfium2

    with PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return []
        try:
            sheet = pdf[page - 1]
            if sheet.get_rotation():
                return []
            left, _, _, top = sheet.get_mediabox()
            text = sheet.get_textpage()
            boxes: list[tuple[Region, str]] = []
            searcher = text.search(number)
            while (at := searcher.get_next()) is not None:
                start, count = at
                before = text.get_text_range(start - 1, 1) if start else ""
                after = text.get_text_range(start + count, _AFTER)
                if _DIGIT_BEFORE.search(before) or _DIGIT_AFTER.match(after):
                    continue
                chars = [text.get_charbox(i) for i in range(start, start + count)]
                x0, x1 = min(c[0] for c in chars) - left, max(c[2] for c in chars) - left
                box = Region(page, x0, top - max(c[3] for c in chars), x1, top - min(c[1] for c in chars))
                if any(_inside(box, region) for region in regions):
                    boxes.append((box, after))
            return boxes
        except (pypdfium2.PdfiumError, IndexError):
            return []
        finally:
            pdf.close()


def _inside(box: Region, region: Region) -> bool:
    """Whether the middle of the box lies in the region."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return region.x0 - 1 <= x <= region.x1 + 1 and region.top - 1 <= y <= region.bottom + 1
