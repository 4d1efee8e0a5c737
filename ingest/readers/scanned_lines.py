"""One printed line of a picture: its picture for recognition, and its letters, size, weight and colour as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.blocks import TextStyle
from ingest.readers.ocr import Letter, PixelBox, Pixels, is_chinese
from ingest.readers.page_images import SCALE
from ingest.readers.pdf_lines import Glyph

EM = 10.5 * SCALE
"""Height of usual letters in pixels, where a page shows none."""
CHINESE_INK, LATIN_INK = 0.93, 0.72
"""How much of an em the print of Chinese letters and of digits is high."""
_STEPS = 4
"""Chinese letters side by side, less one, from which the size of letters is measured."""
_SPACE = 0.2
"""White between two Latin letters or digits, in em, that is a space."""
_FLAT = 0.25
"""Height of a dash in em, at most."""
_THICK_END = 1.4
_SURE = 0.9
_COLOURED = 60
"""Difference of the strongest and the weakest of red, green and blue in a colour that is not grey."""
_EMPTY_LEFT = frozenset("（《〈【「『“‘〔")
_EMPTY_RIGHT = frozenset("，。、；：？！）》〉】」』”’〕")


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A printed line. `box` is that of its ink, in points; `confidences` are those of the letters of `text`. `size` is
    in points, `weight` how thick its strokes are in em (0 where it has too few Chinese letters to tell), `color` a
    name for its colour, empty for black and grey."""

    text: str
    confidences: tuple[float, ...]
    box: tuple[float, float, float, float]
    size: float
    weight: float
    color: str


def cut_line(bare: Pixels, box: PixelBox) -> Pixels:
    """The line with some white around it; a low one (一, a dash) with as much as makes it look its size."""
    left, top, right, bottom = box
    height, width = bottom - top, right - left
    above = max(3, round(0.12 * height), round((0.6 * EM - height) / 2))
    beside = _margin(height)
    level = float(np.percentile(bare[top:bottom, left:right, 0], 90))
    framed = np.full((height + 2 * above, width + 2 * beside, 3), round(level), dtype=np.uint8)
    framed[above : above + height, beside : beside + width] = bare[top:bottom, left:right]
    return framed


def print_to_line(pixels: Pixels, ink: Pixels, box: PixelBox, letters: Sequence[Letter]) -> ScannedLine:
    """The line of these letters as it is printed in `box`; `letters` are those of its `cut_line`."""
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    letters = _dash_or(letters, part)
    chinese = sum(is_chinese(letter.text) for letter in letters)
    em = _em(letters, right - left, bottom - top)
    spaced = _with_spaces(letters, part, em)
    return ScannedLine(
        text="".join(letter.text for letter in spaced),
        confidences=tuple(letter.confidence for letter in spaced),
        box=(left / SCALE, top / SCALE, right / SCALE, bottom / SCALE),
        size=em / SCALE,
        weight=_stroke(part) / em if chinese > 1 else 0.0,
        color=_color(pixels[top:bottom, left:right], part),
    )


def line_to_glyphs(line: ScannedLine, style: TextStyle) -> list[Glyph]:
    """The letters of a line, each as wide as its kind among them: a Chinese one twice as wide as a digit. A mark at an
    end of the line whose outer half is empty (，) reaches beyond the ink."""
    x0, top, x1, bottom = line.box
    weights = [1.0 if letter >= "\u2e80" else 0.5 for letter in line.text]
    before = 0.5 if line.text[0] in _EMPTY_LEFT else 0.0
    after = 0.6 if line.text[-1] in _EMPTY_RIGHT else 0.0
    share = (x1 - x0) / max(sum(weights) - before - after, 0.25)
    glyphs: list[Glyph] = []
    at = x0 - before * share
    for letter, weight, confidence in zip(line.text, weights, line.confidences, strict=True):
        glyphs.append(Glyph(letter, at, top, at + share * weight, bottom, style, confidence))
        at += share * weight
    return glyphs


def _dash_or(letters: Sequence[Letter], ink: Pixels) -> Sequence[Letter]:
    """A dash, or 一 where its end is thick, for a flat stroke that stands alone and was not surely recognised so."""
    height, width = ink.shape[:2]
    flat = height < _FLAT * EM and 2.5 * height < width < 2.5 * EM
    if not flat or len(letters) > 1 or (letters and letters[0].text in "一—-–" and letters[0].confidence >= _SURE):
        return letters
    thickness = (ink > 0).sum(axis=0)
    end, rest = thickness[-max(1, width // 4) :], thickness[: -max(1, width // 4)]
    thick_end = float(end.mean()) > _THICK_END * float(rest.mean())
    return [Letter("一" if thick_end else "—", _SURE, 0.5)]


def _margin(height: int) -> int:
    return max(6, round(0.2 * height))


def _em(letters: Sequence[Letter], width: int, height: int) -> float:
    """The em of the line in pixels: the step from one Chinese letter to the next where enough stand side by side, else
    by the height of its print, which depends on the letters."""
    run, longest = 0, (0, 0)
    for at in range(1, len(letters) + 1):
        if at < len(letters) and is_chinese(letters[at].text) and is_chinese(letters[at - 1].text):
            run += 1
        else:
            longest = max(longest, (run, at - 1))
            run = 0
    steps, last = longest
    if steps >= _STEPS:
        return (letters[last].middle - letters[last - steps].middle) * (width + 2 * _margin(height)) / steps
    if any(is_chinese(letter.text) and letter.text not in "一二三" for letter in letters):
        return height / CHINESE_INK
    return height / LATIN_INK if any(letter.text.isalnum() and letter.text != "一" for letter in letters) else EM


def _with_spaces(letters: Sequence[Letter], ink: Pixels, em: float) -> list[Letter]:
    """The letters with spaces where Latin words or numbers stand apart, which recognition often leaves out."""
    margin, width = _margin(ink.shape[0]), ink.shape[1]
    columns = np.concatenate(([1], (ink > 0).any(axis=0).astype(np.int8), [1]))
    starts, ends = np.flatnonzero(np.diff(columns) == -1), np.flatnonzero(np.diff(columns) == 1)
    gaps = [(start + end) / 2 for start, end in zip(starts, ends, strict=True) if end - start >= _SPACE * em]
    spaced: list[Letter] = []
    for letter in letters:
        if spaced and _is_latin(spaced[-1].text) and _is_latin(letter.text):
            before, after = (middle * (width + 2 * margin) - margin for middle in (spaced[-1].middle, letter.middle))
            if any(before < gap < after for gap in gaps):
                confidence = min(spaced[-1].confidence, letter.confidence)
                spaced.append(Letter(" ", confidence, (spaced[-1].middle + letter.middle) / 2))
        spaced.append(letter)
    return spaced


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _stroke(ink: Pixels) -> float:
    """How wide the strokes are, in pixels: a bar's pixels are on average a quarter of its width from its edge."""
    inside = ink > 0
    distances = cv2.distanceTransform(np.ascontiguousarray(np.pad(ink, 1)), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return 4 * float(distances[inside].mean()) if inside.any() else 0.0


def _color(pixels: Pixels, ink: Pixels) -> str:
    """The colour of the darkest print, among six."""
    inside = ink > 0
    if not inside.any():
        return ""
    print_only = pixels[inside].astype(np.int32)
    darkness = print_only.sum(axis=1)
    blue, green, red = np.median(print_only[darkness <= np.percentile(darkness, 30)], axis=0)
    if max(blue, green, red) - min(blue, green, red) < _COLOURED:
        return ""
    middle = (max(blue, green, red) + min(blue, green, red)) / 2
    names = [name for name, part in (("red", red), ("green", green), ("blue", blue)) if part > middle]
    return "-".join(names)
