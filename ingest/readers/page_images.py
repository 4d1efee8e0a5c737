"""Pages as pictures: of PDF files, and picture files themselves. Pixels stand `SCALE` to a point."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    """A page as it is seen: `width` and `height` in points, `pixels` in colour."""

    number: int
    width: float
    height: float
    pixels: Pixels


def pdf_page_to_image(path: Path, number: int) -> PageImage:
    """Page `number` (from 1) of a PDF, turned as it is shown. Raises PDFium's error if that cannot draw it."""
    import pypdfium2

    with PDFIUM:
        pdf = pypdfium2.PdfDocument(path)
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            pixels = page.render(scale=SCALE, rev_byteorder=False).to_numpy()[:, :, :3].copy()
        finally:
            pdf.close()
    return PageImage(number, float(width), float(height), pixels)


def text_is_unseen(path: Path, number: int) -> bool:
    """Whether all text of a page is invisible, laid over a scan by a program that recognised it."""
    import pypdfium2
    from pypdfium2 import raw

    with PDFIUM:
        pdf = pypdfium2.PdfDocument(path)
        try:
            texts = pdf[number - 1].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
            return all(raw.FPDFTextObj_GetTextRenderMode(text.raw) == _INVISIBLE for text in texts)
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
            yield PageImage(number, width, height, _to_pixels(image, width, height))


def page_size(width: int, height: int) -> tuple[float, float]:
    """The size in points of a picture's page: as wide as A4, upright or lying. What resolution a file claims is often
    that of the screen, not of the paper."""
    points = A4[0] if width <= height else A4[1]
    return points, points * height / width


def _to_pixels(image: Image, width: float, height: float) -> Pixels:
    """Blue, green and red, transparent parts white, at `SCALE` pixels per point."""
    from PIL import Image as Images

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Images.new("RGBA", image.size, "white")
        image = Images.alpha_composite(paper, image)
    size = (round(width * SCALE), round(height * SCALE))
    rgb = image.convert("RGB").resize(size, Images.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(rgb, dtype=np.uint8)[:, :, ::-1])
