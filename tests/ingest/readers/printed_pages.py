"""Pages as a scanner gives them, printed by the tests: text and ruled tables, straight or askew, clean or dirty."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

DOTS = 200
A4 = (round(8.27 * DOTS), round(11.69 * DOTS))
_FONTS = ("/usr/share/fonts/**/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/**/NotoSansCJK-Regular.ttc")


def chinese_font(points: float) -> ImageFont.FreeTypeFont:
    """A font with Chinese letters of this machine. Skips the test where there is none; fails it where CI is set."""
    for pattern in _FONTS:
        for found in sorted(Path("/").glob(pattern.lstrip("/"))):
            return ImageFont.truetype(str(found), round(points * DOTS / 72), index=2)
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail("no Chinese font: install fonts-noto-cjk")
    pytest.skip("no Chinese font: install fonts-noto-cjk")


@dataclass
class PrintedPage:
    """A page that is filled from top to bottom. `places` are where texts were printed, in points."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", A4, "white"))
    top: int = 200
    left: int = 180
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    def text(self, text: str, points: float = 12, *, indent: int = 0, middle: bool = False) -> PrintedPage:
        font = chinese_font(points)
        x = round((A4[0] - font.getlength(text)) / 2) if middle else self.left + indent
        self._write(text, x, self.top, font)
        self.top += round(2.2 * points * DOTS / 72)
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[int] = (420, 280, 280, 280),
        *,
        merged: Sequence[tuple[int, int, int, int]] = (),
        points: float = 10.5,
        height: int = 62,
    ) -> PrintedPage:
        """A ruled table; `merged` are (row, column, row span, column span)."""
        draw, font = ImageDraw.Draw(self.image), chinese_font(points)
        edges = [self.left + sum(widths[:i]) for i in range(len(widths) + 1)]
        covered: set[tuple[int, int]] = set()
        spans = {(row, column): (down, across) for row, column, down, across in merged}
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                if (row, column) in covered:
                    continue
                down, across = spans.get((row, column), (1, 1))
                covered |= {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
                box = (edges[column], self.top + row * height, edges[column + across], self.top + (row + down) * height)
                draw.rectangle(box, outline="black", width=2)
                x = round((box[0] + box[2] - font.getlength(text)) / 2)
                self._write(text, x, round((box[1] + box[3]) / 2 - 0.75 * points * DOTS / 72), font)
        self.top += len(rows) * height + 40
        return self

    def _write(self, text: str, x: int, y: int, font: ImageFont.FreeTypeFont) -> None:
        ImageDraw.Draw(self.image).text((x, y), text, fill="black", font=font)
        left, top, right, bottom = font.getbbox(text)
        self.places[text] = ((x + (left + right) / 2) * 72 / DOTS, (y + (top + bottom) / 2) * 72 / DOTS)


def scanned(image: Image.Image, *, degrees: float = 0.7, noise: float = 10.0, shift: int = 0) -> Image.Image:
    """The page as it comes from a scanner: askew, aside, with grain and dust."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white", translate=(shift, 0))
    random = np.random.default_rng(7)
    pixels = np.asarray(turned, dtype=np.int16) + random.normal(0, noise, (turned.height, turned.width, 1))
    pixels[random.random(pixels.shape[:2]) < 0.0005] = 0
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def to_pdf(path: Path, *images: Image.Image) -> Path:
    """A PDF that is nothing but these pictures."""
    images[0].save(path, save_all=True, append_images=list(images[1:]), resolution=DOTS, quality=85)
    return path
