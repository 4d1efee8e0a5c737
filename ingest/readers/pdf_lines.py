"""Glyphs to printed lines, and printed lines to paragraphs: what belongs together on a page, by position alone.

Spaces are the document's own: a gap becomes a space only where it is wider than the gap that typesetting leaves between
Chinese and Latin letters. Chinese lines are joined without a space; a number that a line end cut is joined again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import TextStyle
from ingest.line_ends import first_unit, joint, writes_spaces
from ingest.records import Region, TextLine

_WORD_GAP = 0.55
"""Gap, in em, that parts words where the document prints no space. Between Chinese and Latin letters typesetting alone
leaves a quarter em; a Latin space is at least as wide, but printed as a character by nearly every producer."""
_NUMERIC = frozenset("0123456789.%％‰")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (rarely two) with its box in points from the page's top left corner. `confidence` says how
    sure its recognition is (0 to 1), None where the file has it as text."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: TextStyle
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Characters printed in one line. `text` keeps a space at its end if one is printed there: it parts two words.

    `end` is where the line ends, in points, that space included; `head` is the width of what no line end may part at
    its beginning.
    """

    text: str
    region: Region
    style: TextStyle
    end: float
    head: float

    @property
    def width(self) -> float:
        return self.region.x1 - self.region.x0


def glyphs_to_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Lines from top to bottom; glyphs at about one height stand in one line, small raised ones too."""
    rows: list[list[int]] = []
    middle = 0.0
    for index in sorted(range(len(glyphs)), key=lambda i: glyphs[i].top + glyphs[i].bottom):
        glyph = glyphs[index]
        here = (glyph.top + glyph.bottom) / 2
        if rows and here - middle < 0.45 * max(glyph.style.size, glyphs[rows[-1][0]].style.size):
            rows[-1].append(index)
        else:
            rows.append([index])
            middle = here
    lines = [_row_to_line([glyphs[i] for i in sorted(row)], page) for row in rows]
    return [line for line in lines if line is not None]


def _row_to_line(row: Sequence[Glyph], page: int) -> Line | None:
    """`row` in the order of the page's content: boxes may overlap, so that their order alone would mix letters up."""
    runs: list[list[Glyph]] = []
    for glyph in row:
        last = runs[-1][-1] if runs else None
        if last and glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.2 * glyph.style.size:
            continue
        if last and -0.5 * glyph.style.size < glyph.x0 - last.x1 < 2 * glyph.style.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    runs.sort(key=lambda run: run[0].x0)
    ordered = [glyph for run in runs for glyph in run]
    inked = [glyph for glyph in ordered if glyph.text.strip()]
    if not inked:
        return None
    text = ""
    while not ordered[0].text.strip():
        ordered.pop(0)
    for before, glyph in zip([None, *ordered], ordered, strict=False):
        if before and glyph.x0 - before.x1 > _WORD_GAP * glyph.style.size and text[-1:].strip() and glyph.text.strip():
            text += " "
        text += glyph.text
    region = Region(
        page,
        min(g.x0 for g in inked),
        min(g.top for g in inked),
        max(g.x1 for g in inked),
        max(g.bottom for g in inked),
        _confidence(inked),
    )
    return Line(text, region, _main_style(inked), max(region.x1, ordered[-1].x1), _head(ordered, first_unit(text)))


def _confidence(glyphs: Sequence[Glyph]) -> float | None:
    """That of the least sure digit, on which a figure depends; of the middling letter where there is none."""
    known = [(glyph.confidence, glyph.text) for glyph in glyphs if glyph.confidence is not None]
    digits = [confidence for confidence, text in known if text in _NUMERIC]
    return min(digits) if digits else sorted(c for c, _ in known)[len(known) // 2] if known else None


def _head(glyphs: Sequence[Glyph], length: int) -> float:
    """Width of the first `length` characters; the gap of a closing bracket's empty half is not counted."""
    end, count = glyphs[0].x0, 0
    for glyph in glyphs:
        if count >= length:
            break
        end = max(end, glyph.x1)
        count += len(glyph.text)
    return end - glyphs[0].x0


def _main_style(glyphs: Sequence[Glyph]) -> TextStyle:
    """The look of most letters; Chinese ones decide, since Latin letters and digits often have a face of their own."""
    chinese = [glyph for glyph in glyphs if glyph.text >= "\u2e80"]
    return Counter(glyph.style for glyph in chinese or glyphs).most_common(1)[0][0]


def join_lines(lines: Sequence[Line], rooms: Sequence[float], capacity: float) -> tuple[str, tuple[TextLine, ...]]:
    """The text of the lines of one paragraph, and which stretch of it stands in which line.

    `rooms` says how many characters (em) more each line could have held, `capacity` how many a whole line holds.
    """
    text = ""
    marks: list[TextLine] = []
    spaced = writes_spaces("\n".join(line.text for line in lines))
    for index, line in enumerate(lines):
        part = line.text.rstrip() if index == len(lines) - 1 else line.text
        if index:
            following = "".join(line.text for line in lines[index : index + 4])
            text += joint(text, following, rooms[index - 1], capacity, spaced)
        marks.append(TextLine(len(text), len(text) + len(part.rstrip()), line.region))
        text += part
    return text, tuple(marks)
