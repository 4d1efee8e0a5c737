"""The page break between two parts of a table: whether it cut a row, and which cells go on after it.

What tells: whether the text above ended in the middle of a sentence or list, whether more would have fitted into its
last line, and whether more lines would have fitted into its cell: text that goes on fills the cell down to the break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.line_ends import fits
from ingest.marks import leading_mark, leading_year
from ingest.records import Cell

_ENDS = frozenset("。！？；.!?;")
_LEAD_IN = ("：", ":")
_NUMBER = re.compile(r"^[\d\s.,，%％—–\-+−/:：]+$")
_LINE_PITCH = 1.5
"""From line to line, in heights of the letters, where a cell has one line only."""
_FREE_AFTER_LINE = 0.9
_FREE_IN_SENTENCE = 1.8
_FREE_IN_LIST = 3.5
"""Free lines in a cell whose text has ended: after its only line; after several, of which one may leave a line free,
since no line of a paragraph stands alone; before a new item, which may have three lines."""

NEW, ON, OPEN, QUIET, NONE = "new", "on", "open", "quiet", "none"
"""What one column says about a page break: a new row, the row goes on, either; the cell ended; nothing stands there."""


@dataclass(frozen=True, slots=True)
class Part:
    """A cell and the room left in its last line, in em."""

    cell: Cell
    room: float


class Seam:
    """The page break between the last row above and the first row below, and what each column says about it."""

    def __init__(self, upper: Sequence[Part], lower: Sequence[Part], row_count: int, header_rows: int) -> None:
        self._upper = upper
        self._lower = lower
        self._header_rows = header_rows
        self._bottom = [p for p in upper if p.cell.row + p.cell.row_span == row_count]
        self._top = [p for p in lower if p.cell.row == 0]
        self._below = {(p.cell.column, p.cell.column_span): p for p in self._bottom}
        self._in_header = self._header_is_cut()

    def above(self, part: Part) -> Part | None:
        """The cell that ends at the page break over `part`, in the same columns."""
        if part.cell.row != 0:
            return None
        found = self._below.get((part.cell.column, part.cell.column_span))
        return found if found and (self._in_header or found.cell.row >= self._header_rows) else None

    def row_is_cut(self) -> bool:
        """Some cell goes on in the middle of a sentence, and none begins anew."""
        if any(self.above(part) is None for part in self._top) or not self._top:
            return False
        verdicts = [self._verdict(part) for part in self._top]
        if NEW in verdicts or all(verdict == NONE for verdict in verdicts):
            return False
        return ON in verdicts or QUIET in verdicts

    def cell_goes_on(self, above: Part, below: Part) -> bool:
        """A merged cell, or one that labels a group of rows, that goes on though a new row begins beside it. The label
        may stand in either part."""
        verdict = self._verdict(below)
        merged = above.cell.row_span > 1 or below.cell.row_span > 1
        if below.cell.text and not above.cell.text:
            return self._column_merges(below.cell.column) and self._never_empty(above)
        if verdict == ON:
            return merged or self._column_merges(below.cell.column)
        if verdict != QUIET:
            return verdict == NONE and merged
        if merged or self._in_header:
            return True
        return (below.cell.column == 0 or self._column_merges(below.cell.column)) and self._never_empty(below)

    def _header_is_cut(self) -> bool:
        """The break stands between header rows: cells below part what one cell above lies over, and neither row holds
        a number."""
        wide = [p.cell for p in self._bottom if p.cell.column_span > 1]
        parted = any(
            sum(cell.column <= p.cell.column < cell.column + cell.column_span for p in self._top) > 1 for cell in wide
        )
        row = [p.cell.text for p in (*self._bottom, *self._top)]
        return parted and not any(_NUMBER.match(text) for text in row)

    def _verdict(self, below: Part) -> str:
        above = self.above(below)
        before, after = (above.cell.text if above else ""), below.cell.text
        if not after:
            return QUIET if before else NONE
        if above is None or not before or (_NUMBER.match(before) and _NUMBER.match(after)):
            return NEW
        mark = leading_mark(after)
        enough = _FREE_IN_LIST if mark else _FREE_IN_SENTENCE if len(above.cell.marks) > 1 else _FREE_AFTER_LINE
        if free_lines(above.cell) >= enough:
            return NEW
        year = leading_year(after)
        years = [y for line in before.split("\n") if (y := leading_year(line))] if year else []
        if year and years:
            return NEW if year <= max(years) else OPEN
        if mark:
            marks = [m for line in before.split("\n") if (m := leading_mark(line))]
            same = [m for m in marks if m.kind == mark.kind]
            if same and mark.follows(same[-1]):
                return ON if len(same) > 1 else OPEN
            if before.endswith(_LEAD_IN):
                return ON
            return NEW if before[-1:] not in _ENDS or mark.first else OPEN
        if before.endswith(_LEAD_IN):
            return ON
        ended = before[-1:] in _ENDS
        return OPEN if ended else NEW if fits(above.room, before, after) else ON

    def _column_merges(self, column: int) -> bool:
        return any(
            part.cell.column == column and part.cell.row_span > 1 and (part in self._lower or self._is_body(part))
            for part in (*self._upper, *self._lower)
        )

    def _is_body(self, part: Part) -> bool:
        return part.cell.row >= self._header_rows

    def _never_empty(self, part: Part) -> bool:
        """Whether all other cells of the column have text."""
        others = [p for p in (*self._upper, *self._lower) if p.cell.column == part.cell.column and p is not part]
        return all(p.cell.text for p in others)


def free_lines(cell: Cell) -> float:
    """How many lines more would have fitted into the last part of a cell, without end where that part has no text; 0
    where its place is not known."""
    if not (cell.regions and cell.marks):
        return 0.0
    box = cell.regions[-1]
    lines = sorted((mark.region for mark in cell.marks if mark.region.page == box.page), key=lambda line: line.top)
    if not lines:
        return float("inf")
    height = median(line.bottom - line.top for line in lines)
    steps = [below.top - above.top for above, below in pairwise(lines)]
    pitch = max(median(steps) if steps else _LINE_PITCH * height, height)
    return ((box.bottom - box.top) - (lines[-1].top - lines[0].top) - pitch) / pitch
