"""Pages as pictures: of PDF files, and picture files themselves. Pixels stand `SCALE` to a point."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.readers.ocr import Pixels

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
SCALE = DPI / 72
"""Pixels per point of the pictures that are read."""
PDFIUM = threading.Lock()
"""PDFium must not be entered by two threads at once."""
A4 = (595.0, 842.0)
_INVISIBLE = 3
"""The PDF text rendering mode that draws nothing."""
_LARGEST = 200_000_000
"""Pixels of a picture file that are read; more would take the memory of the machine."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as it is seen: `width` and `height` in points, `pixels` in colour; `corner` where it begins on
    the whole page, in points."""

    number: int
    width: float
    height: float
    pixels: Pixels
    corner: tuple[float, float] = (0.0, 0.0)


def pdf_page_to_image(path: Path, number: int) -> PageImage:
    """Page `number` (from 1) of a PDF, turned as it is shown. Raises PDFium's error if that cannot draw it."""
    import pypdfium2

    with PDFIUM:
        pdf = pypdfium2.PdfDocument(path)
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            corner = visible_corner(page)
            pixels = page.render(scale=SCALE, rev_byteorder=False).to_numpy()
        finally:
            pdf.close()
    return PageImage(number, float(width), float(height), _in_colour(pixels), corner)


def _in_colour(pixels: Pixels) -> Pixels:
    """Three channels, of a picture that may have one (a page in grey) or four."""
    channels = pixels.reshape(*pixels.shape[:2], -1)
    return np.ascontiguousarray(np.repeat(channels, 3, axis=2) if channels.shape[2] == 1 else channels[:, :, :3])


def visible_corner(page: Any) -> tuple[float, float]:
    """Where the visible part of a page (of PDFium) begins, in the coordinates of regions, in points.

    Boxes are (left, bottom, right, top) as the file has them, before the page is turned. Regions are measured as
    pdfplumber does: the origin of a media box that does not begin at (0, 0) is kept horizontally, and vertically with
    its sign changed.
    """
    media, crop = page.get_mediabox(), page.get_cropbox()
    edges = {
        0: (crop[0], media[3] - crop[3] - media[1]),
        90: (crop[1], crop[0] - 2 * media[0]),
        180: (media[2] - crop[2] + media[0], crop[1] - 2 * media[1]),
        270: (media[3] - crop[3] + media[1], media[2] - crop[2] - media[0]),
    }
    return edges[page.get_rotation() % 360]


def text_is_unseen(path: Path, number: int) -> bool:
    """Whether all text of a page is invisible, laid over a scan by a program that recognised it."""
    import pypdfium2
    from pypdfium2 import raw

    with PDFIUM:
        pdf = pypdfium2.PdfDocument(path)
        try:
            texts = pdf[number - 1].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=15)
            modes = [raw.FPDFTextObj_GetTextRenderMode(text.raw) for text in texts]
            return bool(modes) and all(mode == _INVISIBLE for mode in modes)
        finally:
            pdf.close()


def picture_file_to_images(path: Path) -> Iterator[PageImage]:
    """The pages of a picture file (a TIFF may have several), upright as its camera or scanner notes."""
    from PIL import Image as Images
    from PIL import ImageOps, ImageSequence

    with Images.open(path) as file:
        if file.width * file.height > _LARGEST:
            raise ValueError(f"the picture has {file.width} × {file.height} pixels")
        for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
            image = ImageOps.exif_transpose(frame.copy())
            width, height = page_size(image.width, image.height)
            pixels = np.asarray(_on_paper(image, width, height, SCALE), dtype=np.uint8)
            yield PageImage(number, width, height, np.ascontiguousarray(pixels[:, :, ::-1]))


def picture_file_page(path: Path, page: int, scale: float) -> tuple[Image | None, int] | None:
    """Page `page` of a picture file at `scale` pixels per point, and how many it has; None if it is no picture file."""
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        with Images.open(path) as file:
            pages = getattr(file, "n_frames", 1)
            if not 1 <= page <= pages:
                return None, pages
            file.seek(page - 1)
            image = ImageOps.exif_transpose(file.copy())
    except (OSError, SyntaxError, ValueError, Images.DecompressionBombError):
        return None
    return _on_paper(image, *page_size(image.width, image.height), scale), pages


def page_size(width: int, height: int) -> tuple[float, float]:
    """The size in points of a picture's page: as wide as A4, upright or lying. What resolution a file claims is often
    that of the screen, not of the paper."""
    points = A4[0] if width <= height else A4[1]
    return points, points * height / width


def _on_paper(image: Image, width: float, height: float, scale: float) -> Image:
    """The picture in colour, transparent parts white, at `scale` pixels per point of its page."""
    from PIL import Image as Images

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Images.alpha_composite(Images.new("RGBA", image.size, "white"), image)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return image.convert("RGB").resize(size, Images.Resampling.LANCZOS)
