"""The scanned pages of one document together: letters of one size, tables of one width, and places as they lie."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Paragraph, TextStyle
from ingest.progress import tell_page_read
from ingest.readers.page_images import PageImage
from ingest.readers.page_scan import ScannedPage, image_to_scanned_page
from ingest.readers.pdf_lines import Glyph
from ingest.readers.pdf_tables import Box
from ingest.readers.scanned_lines import ScannedLine, line_to_glyphs
from ingest.records import Region, TextLine, UnreadPage

_ALIKE = 0.08
"""Share by which sizes that were measured of one size of print differ."""
_BOLD = 1.35
"""How much thicker than usual the strokes of letters are that stand out."""
_SAME_WIDTH = 4.0
_FARTHEST = 40.0
"""Points by which a page may have lain aside of the one before it."""


@dataclass(frozen=True, slots=True)
class ScannedLayout:
    """A page as it is laid out beside the others: `shift` points have been added to every x."""

    page: ScannedPage
    glyphs: tuple[Glyph, ...]
    shift: float = 0.0

    @property
    def tables(self) -> list[list[Box]]:
        """The boxes of each table's cells."""
        moved = self.shift
        return [[(x0 + moved, top, x1 + moved, bottom) for x0, top, x1, bottom in boxes] for boxes in self.page.tables]

    def as_it_lies(self, region: Region) -> Region:
        """The region of the upright page, where it stands on the page as it was scanned."""
        angle = math.radians(self.page.turn)
        middle_x, middle_y = self.page.width / 2, self.page.height / 2
        dx = (region.x0 + region.x1) / 2 - self.shift - middle_x
        dy = (region.top + region.bottom) / 2 - middle_y
        x = middle_x + math.cos(angle) * dx - math.sin(angle) * dy
        y = middle_y + math.sin(angle) * dx + math.cos(angle) * dy
        half_width, half_height = (region.x1 - region.x0) / 2, (region.bottom - region.top) / 2
        if self.page.quarter:
            half_width, half_height = half_height, half_width
            x, y = (self.page.height - y, x) if self.page.quarter == 1 else (y, self.page.width - x)
        x, y = x + self.page.corner[0], y + self.page.corner[1]
        return replace(region, x0=x - half_width, top=y - half_height, x1=x + half_width, bottom=y + half_height)


def read_scanned_pages(
    numbers: Iterable[int], to_image: Callable[[int], PageImage], pages_in_all: int
) -> tuple[list[ScannedLayout], list[UnreadPage]]:
    """The pages `numbers` of `pages_in_all`, and those of them that could not be read. `to_image` gives the picture of
    a page."""
    pages: list[ScannedPage] = []
    unread: list[UnreadPage] = []
    for number in numbers:
        try:
            page = image_to_scanned_page(to_image(number))
        # Whatever a damaged picture makes a library raise concerns this page only.
        except Exception as error:
            unread.append(UnreadPage(number, str(error) or type(error).__name__))
            continue
        finally:
            tell_page_read(number, pages_in_all)
        if page.lines or not page.has_print:
            pages.append(page)
        else:
            unread.append(UnreadPage(number, "no text was recognised"))
    return pages_to_layouts(pages), unread


def pages_to_layouts(pages: Sequence[ScannedPage]) -> list[ScannedLayout]:
    """The pages with one look for what is printed alike, each moved to where tables that go on meet."""
    lines = [line for page in pages for line in page.lines]
    sizes, usual = _common_sizes(lines), _usual_weight(lines)
    layouts: list[ScannedLayout] = []
    for page in pages:
        before = layouts[-1] if layouts and layouts[-1].page.number + 1 == page.number else None
        shift = before.shift + _offset(before, page) if before else 0.0
        glyphs: list[Glyph] = []
        for line in page.lines:
            bold = line.weight > _BOLD * usual
            style = TextStyle(size=sizes[round(line.size, 1)], bold=bold, color=line.color)
            glyphs += [replace(g, x0=g.x0 + shift, x1=g.x1 + shift) for g in line_to_glyphs(line, style)]
        layouts.append(ScannedLayout(page, tuple(glyphs), shift))
    return layouts


def places_as_they_lie(blocks: Iterable[Block], layouts: Mapping[int, ScannedLayout]) -> tuple[Block, ...]:
    """The blocks with the places of what stands on scanned pages. Frames of tables stay upright: parts of tables are
    matched by them."""

    def line(mark: TextLine) -> TextLine:
        return replace(mark, region=place(mark.region))

    def place(region: Region) -> Region:
        layout = layouts.get(region.page)
        return layout.as_it_lies(region) if layout else region

    def block(found: Block) -> Block:
        if isinstance(found, Paragraph):
            return replace(found, lines=tuple(map(line, found.lines)))
        cells = [
            replace(cell, regions=tuple(map(place, cell.regions)), marks=tuple(map(line, cell.marks)))
            for cell in found.cells
        ]
        return replace(found, cells=tuple(cells))

    return tuple(block(found) for found in blocks)


def _common_sizes(lines: Sequence[ScannedLine]) -> dict[float, float]:
    """For each size that was measured, the commonest that is about as large."""
    weights: dict[float, int] = {}
    for line in lines:
        size = round(line.size, 1)
        weights[size] = weights.get(size, 0) + len(line.text)
    common: dict[float, float] = {}
    for size in sorted(weights, key=lambda size: (-weights[size], size)):
        if size not in common:
            near = [other for other in weights if other not in common and abs(other - size) <= _ALIKE * size]
            common.update(dict.fromkeys(near, size))
    return common


def _usual_weight(lines: Sequence[ScannedLine]) -> float:
    """The weight of most letters."""
    weights = sorted((line.weight, len(line.text)) for line in lines if line.weight)
    half = sum(length for _, length in weights) / 2
    for weight, length in weights:
        half -= length
        if half <= 0:
            return weight
    return 1.0


def _offset(before: ScannedLayout, page: ScannedPage) -> float:
    """What must be added to x for the first table of `page` to stand as the last of `before` was scanned; 0 if they
    differ."""
    if not before.page.tables or not page.tables:
        return 0.0
    above, below = _frame(before.page.tables[-1]), _frame(page.tables[0])
    offset = above[0] - below[0]
    same_width = abs((above[1] - above[0]) - (below[1] - below[0])) < _SAME_WIDTH
    return offset if same_width and abs(offset) < _FARTHEST else 0.0


def _frame(boxes: Sequence[Box]) -> tuple[float, float]:
    return min(box[0] for box in boxes), max(box[2] for box in boxes)
