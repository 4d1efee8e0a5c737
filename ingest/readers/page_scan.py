"""The picture of a page to letters with places and to the boxes of its tables' cells, as a PDF with text gives them.

The page is set upright first. Cells come from ruling lines; their lines of text are told apart by the white between
them, so that also a single digit in a cell is found, which text detection misses. Everything outside is detected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ingest.readers.ocr import PixelBox, Pixels, picture_to_line_boxes, pictures_to_lines
from ingest.readers.page_images import SCALE, PageImage
from ingest.readers.pdf_tables import Box
from ingest.readers.picture_rules import Rules, evenness, ink_of, page_turn, picture_to_rules, turned
from ingest.readers.ruled_boxes import rules_to_boxes
from ingest.readers.scanned_lines import CHINESE_INK, EM, ScannedLine, cut_line, print_to_line

_DETECTED_AT = 0.7
"""By how much the picture is made smaller before lines are detected: that takes half the time and finds the same."""
_INSET = 2
_TEXT, _SURELY_TEXT = (1, 0.5), (2, 0.85)
"""How many letters, and with which mean confidence, make print outside of tables text and no part of a drawing: where
text was detected, and where it was not."""
_FEW_LETTERS = 8
_DIRT = 0.0003
"""Share of an empty page that may be dark."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read on one page, in points, as if it had been scanned straight; `turn` is by how many degrees it lay
    askew. `tables` are the boxes of each table's cells. `has_print` says whether there is more on it than dirt,
    `corner` where what is seen begins on the page, `quarter` by how many quarters it was turned counter-clockwise."""

    number: int
    width: float
    height: float
    lines: tuple[ScannedLine, ...]
    tables: tuple[tuple[Box, ...], ...]
    turn: float
    has_print: bool
    corner: tuple[float, float] = (0.0, 0.0)
    quarter: int = 0


def image_to_scanned_page(image: PageImage) -> ScannedPage:
    """Everything that is printed on the page, whose text may also run upwards or downwards."""
    if not _may_lie_on_its_side(_gray(image.pixels)):
        return _read_upright(image)
    pages = [_read_upright(image)]
    for quarter in (1, 3):
        pixels = np.ascontiguousarray(np.rot90(image.pixels, quarter))
        turned_image = PageImage(image.number, image.height, image.width, pixels, image.corner)
        page = replace(_read_upright(turned_image), quarter=quarter)
        # A drawing has no side: a letter or two that are seen in it from one are none.
        if sum(len(line.text) for line in page.lines) >= _FEW_LETTERS:
            pages.append(page)
    return max(pages, key=_mean_confidence)


def _may_lie_on_its_side(gray: Pixels) -> bool:
    """Whether columns of print part more sharply than rows do."""
    ink = ink_of(gray)
    print_alone = np.where(picture_to_rules(ink).mask > 0, 0, ink).astype(np.uint8)
    return evenness(print_alone.T) > evenness(print_alone)


def _mean_confidence(page: ScannedPage) -> float:
    confidences = [confidence for line in page.lines for confidence in line.confidences]
    return sum(confidences) / len(confidences) if confidences else 0.0


def _read_upright(image: PageImage) -> ScannedPage:
    turn = page_turn(_gray(image.pixels))
    pixels = turned(image.pixels, turn)
    gray = _gray(pixels)
    ink = ink_of(gray)
    rules = picture_to_rules(ink)
    tables = [boxes for boxes in rules_to_boxes(_to_points(rules.across), _to_points(rules.down)) if len(boxes) > 1]
    bare, ink = _print_alone(gray, ink, rules)
    in_cells = [box for cells in tables for box in _cells_to_lines(bare, ink, cells)]
    detected, others = _lines_outside(bare, ink, tables)
    boxes = [*in_cells, *detected, *others]
    least = [(0, 0.0)] * len(in_cells) + [_TEXT] * len(detected) + [_SURELY_TEXT] * len(others)
    read = pictures_to_lines([cut_line(bare, box) for box in boxes])
    lines: list[ScannedLine] = []
    for box, letters, (count, mean) in zip(boxes, read, least, strict=True):
        if len(letters) >= count and sum(letter.confidence for letter in letters) >= mean * len(letters):
            line = print_to_line(pixels, ink, box, letters)
            lines += [line] if line.text else []
    return ScannedPage(
        number=image.number,
        width=image.width,
        height=image.height,
        lines=tuple(lines),
        tables=tuple(tuple(cells) for cells in tables),
        turn=turn,
        has_print=float((ink > 0).mean()) > _DIRT,
        corner=image.corner,
    )


def _gray(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _to_points(boxes: Sequence[PixelBox]) -> list[Box]:
    return [(x0 / SCALE, top / SCALE, x1 / SCALE, bottom / SCALE) for x0, top, x1, bottom in boxes]


def _to_pixels(box: Box) -> PixelBox:
    return (round(box[0] * SCALE), round(box[1] * SCALE), round(box[2] * SCALE), round(box[3] * SCALE))


def _print_alone(gray: Pixels, ink: Pixels, rules: Rules) -> tuple[Pixels, Pixels]:
    """The picture in colour, and its ink, without rules; whatever is not print takes the colour of the paper."""
    ink = np.where(rules.mask > 0, 0, ink).astype(np.uint8)
    paper = cv2.medianBlur(np.asarray(cv2.dilate(gray, np.ones((9, 9), np.uint8)), dtype=np.uint8), 31)
    gone = (rules.mask > 0) | (cv2.dilate(ink, np.ones((7, 7), np.uint8)) == 0)
    bare = np.where(gone, paper, gray).astype(np.uint8)
    return np.asarray(cv2.cvtColor(bare, cv2.COLOR_GRAY2BGR), dtype=np.uint8), ink


def _cells_to_lines(bare: Pixels, ink: Pixels, cells: Sequence[Box]) -> list[PixelBox]:
    """The printed lines of a table's cells. A cell whose lines touch is left to text detection."""
    insides = [_inside(_to_pixels(cell)) for cell in cells]
    runs = [_rows_with_ink(ink, inside) for inside in insides]
    heights = sorted(bottom - top for found in runs for top, bottom in found if bottom - top > 0.4 * EM)
    em = min(heights[len(heights) // 2] / CHINESE_INK, 2 * EM) if heights else EM
    lines: list[PixelBox] = []
    for (left, top, right, bottom), found in zip(insides, runs, strict=True):
        joined = _joined_runs(found, em)
        if any(below - above > 1.9 * em for above, below in joined):
            detected = picture_to_line_boxes(np.ascontiguousarray(bare[top:bottom, left:right]))
            boxes = [(left + x0, top + y0, left + x1, top + y1) for x0, y0, x1, y1 in detected]
        else:
            boxes = [(left, above, right, below) for above, below in joined]
        lines += [tight for box in boxes if (tight := _tightened(ink, box)) is not None]
    return lines


def _inside(box: PixelBox) -> PixelBox:
    return (box[0] + _INSET, box[1] + _INSET, box[2] - _INSET, box[3] - _INSET)


def _rows_with_ink(ink: Pixels, box: PixelBox) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    rows = (ink[top:bottom, left:right] > 0).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    return [(top + int(start), top + int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _joined_runs(runs: Sequence[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Rows with ink to lines: what is together no higher than a letter is one line (二 has white in the middle)."""
    joined: list[tuple[int, int]] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= 1.12 * em:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def _tightened(ink: Pixels, box: PixelBox) -> PixelBox | None:
    """The part of the box that has ink; None if it has none but a speck."""
    left, top, right, bottom = box
    part = ink[top:bottom, left:right] > 0
    if int(part.sum()) < 8:
        return None
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return (left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)


def _lines_outside(bare: Pixels, ink: Pixels, tables: Sequence[Sequence[Box]]) -> tuple[list[PixelBox], list[PixelBox]]:
    """Lines of text that stand in no table, and other print there of the height of a line, which detection may have
    missed."""
    outside, left_ink = bare.copy(), ink.copy()
    for cells in tables:
        for cell in cells:
            _clear(outside, _to_pixels(cell), _INSET, 255)
            _clear(left_ink, _to_pixels(cell), _INSET, 0)
    if not left_ink.any():
        return [], []
    small = np.asarray(
        cv2.resize(outside, None, fx=_DETECTED_AT, fy=_DETECTED_AT, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    lines: list[PixelBox] = []
    rest = left_ink.copy()
    for x0, y0, x1, y1 in picture_to_line_boxes(small):
        left, top, right, bottom = (round(edge / _DETECTED_AT) for edge in (x0, y0, x1, y1))
        _clear(rest, (left, top, right, bottom), _INSET, 0)
        tight = _tightened(left_ink, (left, top, right, bottom))
        if tight is not None:
            lines.append(tight)
    return lines, _line_like(rest)


def _line_like(ink: Pixels) -> list[PixelBox]:
    """What stands together and is as high as a line of text."""
    together = cv2.dilate(ink, np.ones((3, round(EM)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(together, dtype=np.uint8), connectivity=8)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:] if 0.5 * EM < h < 3 * EM]
    return [tight for box in boxes if (tight := _tightened(ink, box)) is not None]


def _clear(pixels: Pixels, box: PixelBox, beyond: int, value: int) -> None:
    """Sets the box, and as many pixels around it as `beyond`, to `value`."""
    x0, y0, x1, y1 = box
    pixels[max(0, y0 - beyond) : y1 + beyond, max(0, x0 - beyond) : x1 + beyond] = value
