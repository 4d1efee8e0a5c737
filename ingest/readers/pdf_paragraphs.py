"""The lines and tables of all pages to paragraphs and tables: page furniture dropped, paragraphs joined again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block, Grid, Paragraph, TextStyle
from ingest.captions import begins_caption
from ingest.contents import contents_entry
from ingest.line_ends import mixed_gap
from ingest.marks import leading_mark
from ingest.readers.pdf_beside import in_reading_order
from ingest.readers.pdf_lines import Line, join_lines

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(r"^[\s—–\-·.|/]*(第?\s*#\s*页?)([\s—–\-·.|/,，共]*#\s*页?)?[\s—–\-·.|/]*$")
_MARGIN = 0.12
_FULL_STOP = frozenset("。！？；")


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What stands on one page: lines outside tables, and tables, each from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """Where running text stands: its edges in points, its letters, and the distance from line to line."""

    left: float
    right: float
    style: TextStyle
    pitch: float
    first_line_indented: bool


def pages_to_blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """Paragraphs and tables in reading order; headers, footers and page numbers are left out."""
    furniture = _furniture(pages)
    kept = [[line for line in page.lines if line not in furniture[page.number]] for page in pages]
    body = text_body([line for lines in kept for line in lines], pages)
    blocks: list[Block] = []
    open_lines: list[Line] = []
    for page, lines in zip(pages, kept, strict=True):
        for item in in_reading_order(lines, page.grids):
            if isinstance(item, Grid):
                if open_lines:
                    blocks.append(lines_to_paragraph(open_lines, body))
                    open_lines = []
                blocks.append(item)
            elif open_lines and not parts_paragraphs(open_lines, item, body):
                open_lines.append(item)
            else:
                if open_lines:
                    blocks.append(lines_to_paragraph(open_lines, body))
                open_lines = [item]
    if open_lines:
        blocks.append(lines_to_paragraph(open_lines, body))
    return blocks


def lines_to_paragraph(lines: Sequence[Line], body: Body) -> Paragraph:
    """One paragraph of `lines`."""
    size = max(lines[0].style.size, 1.0)
    rooms = [(body.right - line.region.x1) / size for line in lines]
    text, marks = join_lines(lines, rooms, (body.right - body.left) / size)
    weights: Counter[TextStyle] = Counter()
    for line in lines:
        weights[line.style] += len(line.text)
    return Paragraph(
        text=text,
        centered=_alignment(lines[-1], body) == "center" and all(_is_centered(line, body) for line in lines[:-1]),
        lines=marks,
        style=weights.most_common(1)[0][0],
    )


def text_body(lines: Sequence[Line], pages: Sequence[PageLayout]) -> Body:
    """Edges and letters of the running text, from what most lines do."""
    weights: Counter[TextStyle] = Counter()
    for line in lines:
        weights[line.style] += len(line.text)
    style = weights.most_common(1)[0][0] if weights else TextStyle(size=10.5)
    size = style.size or 10.5
    width = Counter(round(page.width, 1) for page in pages).most_common(1)[0][0] if pages else 595.0
    running = [line for line in lines if abs(line.style.size - size) < 0.6 and line.width > width / 3]
    starts = Counter(round(line.region.x0) for line in running)
    often = [x for x, count in starts.items() if count >= max(2, len(running) // 50)]
    left = float(min(often)) if often else min((line.region.x0 for line in lines), default=0.0)
    left = min((line.region.x0 for line in running if abs(line.region.x0 - left) < 1.5), default=left)
    right = max((line.region.x1 for line in running), default=width - left)
    if abs(width - left - right) < 1.2 * size:
        right = max(right, width - left)
    steps = Counter(
        round(below.region.top - above.region.top)
        for above, below in pairwise(running)
        if above.region.page == below.region.page and below.region.top > above.region.top
    )
    indented = sum(0.8 * size < line.region.x0 - left < 4.5 * size for line in running)
    return Body(left, right, style, float(steps.most_common(1)[0][0]) if steps else 1.5 * size, indented > 1)


def parts_paragraphs(open_lines: Sequence[Line], line: Line, body: Body) -> bool:
    """Whether `line` begins a new paragraph after `open_lines`: by look, alignment, distance, indent and room left."""
    last = open_lines[-1]
    size = max(line.style.size, 1.0)
    if _look(last.style) != _look(line.style) or contents_entry(last.text) or contents_entry(line.text):
        return True
    alignment = _alignment(line, body)
    if alignment == "center" and len(open_lines) == 1 and _is_full(last, body) and begins_caption(last.text):
        return line.region.top - last.region.top > 2 * size or begins_caption(line.text)
    if _alignment(last, body) != alignment or alignment == "right":
        return True
    if last.region.page == line.region.page:
        step = line.region.top - last.region.top
        if step > 1.35 * max(body.pitch * size / (body.style.size or size), 1.2 * size):
            return True
    if alignment == "center":
        return not _as_wide_as_body(last, body) or last.width + line.head < body.right - body.left
    indent = line.region.x0 - body.left
    if last.end + line.head + size * mixed_gap(last.text, line.text) < body.right:
        ended = last.text.rstrip()[-1:] in _FULL_STOP or last.region.x1 - body.left < 0.4 * (body.right - body.left)
        return ended or indent > 0.5 * size or not body.first_line_indented or leading_mark(line.text) is not None
    if indent < size:
        return False
    hangs = len(open_lines) == 1 and line.region.x0 > last.region.x0 + 0.8 * size
    blocked = len(open_lines) > 1 and abs(line.region.x0 - last.region.x0) < 0.5 * size
    return body.first_line_indented and not hangs and not blocked


def _is_centered(line: Line, body: Body) -> bool:
    return _alignment(line, body) == "center" or _is_full(line, body)


def _is_full(line: Line, body: Body) -> bool:
    """Whether the line has no room left on either side."""
    return line.width > 0.9 * (body.right - body.left)


def _as_wide_as_body(line: Line, body: Body) -> bool:
    return line.width > 0.6 * (body.right - body.left)


def _look(style: TextStyle) -> tuple[float, bool, str]:
    return (round(style.size), style.bold, style.color)


def _alignment(line: Line, body: Body) -> str:
    before, after = line.region.x0 - body.left, body.right - line.region.x1
    size = line.style.size or 10.5
    indent = 2.6 if body.first_line_indented and size < 1.1 * body.style.size else 1.5
    if before > indent * size and abs(before - after) < 0.6 * size:
        return "center"
    if before > 0.4 * (body.right - body.left) and after < size:
        return "right"
    return "left"


def _furniture(pages: Sequence[PageLayout]) -> dict[int, set[Line]]:
    """Per page the lines that are no text of the document.

    Headers, footers and page numbers stand in a margin, outermost, at one height on several pages, the same but for
    their numbers.
    """
    seen: Counter[tuple[str, int]] = Counter()
    candidates: dict[int, list[tuple[Line, tuple[str, int]]]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if line.region.bottom < _MARGIN * page.height or line.region.top > (1 - _MARGIN) * page.height:
                plain = "".join(line.text.split())
                # Captions may be alike but for their numbers, and stand at the top of many pages.
                text = plain if begins_caption(plain) else _DIGITS.sub("#", plain)
                key = (text, round(line.region.top / 4))
                candidates[page.number].append((line, key))
    for page in pages:
        seen.update({key for _, key in candidates[page.number]})
    enough = 3 if len(pages) > 5 else 2
    found: dict[int, set[Line]] = {page.number: set() for page in pages}
    for page in pages:
        for line, (text, height) in candidates[page.number]:
            often = sum(seen[text, near] for near in (height - 1, height, height + 1))
            outermost = _is_outermost(line, page)
            lone_number = bool(_PAGE_NUMBER.match(text)) and (often >= 2 or len(pages) <= 3)
            if outermost and (often >= enough or lone_number):
                found[page.number].add(line)
    return found


def _is_outermost(line: Line, page: PageLayout) -> bool:
    """Nothing but margin lines stands between it and the page's edge."""
    top = line.region.bottom < page.height / 2
    for grid in page.grids:
        for region in grid.regions:
            if (top and region.top < line.region.top) or (not top and region.bottom > line.region.bottom):
                return False
    return True
