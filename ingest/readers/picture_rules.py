"""What is drawn on the picture of a page besides text: how far the page is turned, and the rules of its tables.

With `ingest.readers.page_scan` the only modules that know OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.readers.ocr import PixelBox, Pixels
from ingest.readers.page_images import SCALE

_MOST_TURNED = 4.0
"""Degrees by which a page may lie askew."""
_LEAST_TURNED = 0.04
_CLEARLY = 0.5
_ACROSS = round(20 * SCALE)
"""Shortest horizontal rule, in pixels: longer than the stroke of a letter."""
_DOWN = round(11 * SCALE)
"""Shortest vertical rule: that of a row of small print. Letters have strokes as long; those end at no other rule."""
_THICK = round(3 * SCALE)
_TOUCH = 4
"""Pixels by which rules that meet may miss one another."""
_SPECK = 6
"""Pixels of the smallest mark that is print: the point of a decimal number in small letters has more."""
_DARKEST_PAPER, _LIGHTEST_INK = 120, 215
_GAP = 5
"""Pixels of a rule that may be missing in one place, and `_DRAWN` how much of it must be there."""
_DRAWN = 0.9
_BESIDE = 4
"""Pixels from a rule at which there is paper, while letters have more strokes: along `_CROWDED` of its length."""
_CROWDED = 0.35


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules as boxes, and their pixels (255), somewhat widened."""

    across: tuple[PixelBox, ...]
    down: tuple[PixelBox, ...]
    mask: Pixels


def page_turn(gray: Pixels) -> float:
    """Degrees by which the page must be turned, counter-clockwise, to stand upright: its lines then share rows."""
    factor = 1200 / max(gray.shape)
    small = np.asarray(
        cv2.resize(ink_of(gray), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    straight = evenness(small)
    best = 0.0
    for reach, step in ((_MOST_TURNED, 0.5), (0.4, 0.1), (0.08, 0.02)):
        count = round(reach / step)
        turns = [best + step * i for i in range(-count, count + 1)]
        best = max(turns, key=lambda turn: (evenness(turned(small, turn, 0)), -abs(turn)))
    # A line or two say little: only rows that part clearly more sharply are taken for a page that lies askew.
    clear = evenness(turned(small, best, 0)) > (1 + _CLEARLY * abs(best)) * straight
    return best if clear and abs(best) >= _LEAST_TURNED else 0.0


def turned(picture: Pixels, degrees: float, paper: int = 255) -> Pixels:
    """The picture turned counter-clockwise around its middle; what comes in at the corners is `paper`."""
    if not degrees:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    flags = cv2.INTER_LINEAR if paper == 0 else cv2.INTER_CUBIC
    border = (paper, paper, paper)
    found = cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderValue=border)
    return np.asarray(found, dtype=np.uint8)


def ink_of(gray: Pixels) -> Pixels:
    """Where there is ink (255), whatever the light and the tint of the paper; single specks are none."""
    paper = cv2.medianBlur(np.asarray(cv2.dilate(gray, np.ones((9, 9), np.uint8)), dtype=np.uint8), 31)
    even = np.asarray(255 - (np.maximum(paper, gray) - gray), dtype=np.uint8)
    level, _ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(even, min(max(level, _DARKEST_PAPER), _LIGHTEST_INK), 255, cv2.THRESH_BINARY_INV)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink, dtype=np.uint8), connectivity=8)
    speck = stats[:, cv2.CC_STAT_AREA] < _SPECK
    return np.where(speck[labels], 0, ink).astype(np.uint8)


def picture_to_rules(ink: Pixels) -> Rules:
    """The rules of an upright page: long straight strokes, alone, that meet others."""
    across_mask = _strokes(ink, (_ACROSS, 1), (_GAP, 1))
    down_mask = _strokes(ink, (1, _DOWN), (1, _GAP))
    across = [box for box in _boxes(across_mask) if _is_rule(ink, box)]
    down = [_turned(box) for box in _boxes(down_mask.T) if _is_rule(ink.T, box)]
    while True:
        meeting = [box for box in across if sum(_meet(box, other) for other in down) > 1]
        ending = [box for box in down if _ends_at(box, meeting)]
        if len(meeting) == len(across) and len(ending) == len(down):
            break
        across, down = meeting, ending
    mask = np.zeros_like(ink)
    for kept, strokes in ((across, across_mask), (down, down_mask)):
        for x0, y0, x1, y1 in kept:
            mask[y0:y1, x0:x1] |= strokes[y0:y1, x0:x1]
    return Rules(tuple(across), tuple(down), np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8))


def evenness(ink: Pixels) -> int:
    """How sharply rows with ink and rows without part."""
    rows = ink.sum(axis=1, dtype=np.int64) // 255
    return int((np.diff(rows) ** 2).sum())


def _strokes(ink: Pixels, length: tuple[int, int], gap: tuple[int, int]) -> Pixels:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, length))
    return np.asarray(found, dtype=np.uint8)


def _boxes(mask: Pixels) -> list[PixelBox]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]


def _turned(box: PixelBox) -> PixelBox:
    """The box with rows and columns exchanged."""
    return (box[1], box[0], box[3], box[2])


def _is_rule(ink: Pixels, box: PixelBox) -> bool:
    """Whether a horizontal stroke is thin, drawn nearly all along, and has no other strokes close to it."""
    x0, top, x1, bottom = box
    if bottom - top > _THICK or (ink[top:bottom, x0:x1] > 0).any(axis=0).mean() < _DRAWN:
        return False
    above, below = max(0, top - _BESIDE), min(ink.shape[0] - 1, bottom - 1 + _BESIDE)
    return all((ink[row, x0:x1] > 0).mean() < _CROWDED for row in (above, below))


def _ends_at(down: PixelBox, across: list[PixelBox]) -> bool:
    """Whether a horizontal rule stands at both of its ends."""
    near = [box for box in across if box[0] - _TOUCH <= down[0] and down[2] <= box[2] + _TOUCH]
    return all(any(box[1] - _TOUCH <= y <= box[3] + _TOUCH for box in near) for y in (down[1], down[3]))


def _meet(across: PixelBox, down: PixelBox) -> bool:
    return (
        across[0] - _TOUCH <= down[0]
        and down[2] <= across[2] + _TOUCH
        and down[1] - _TOUCH <= across[1]
        and across[3] <= down[3] + _TOUCH
    )
