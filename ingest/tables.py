"""Grids to whole tables: a table that page breaks cut is put together again.

Grids of one table stand on pages that follow one another with nothing between them, with the same outer edges. Their
column boundaries are matched, header rows that are printed again are dropped, a row that a page break cut is one row,
and a merged cell that goes on is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Grid, Paragraph
from ingest.line_ends import fits, joint, writes_spaces
from ingest.marks import leading_mark
from ingest.records import Cell, TextLine

_SNAP = 3.0
_ENDS = frozenset("。！？；.!?;")
_NUMBER = re.compile(r"^[\d\s.,，%％—–\-+−/:：]+$")

NEW, ON, OPEN, QUIET, NONE = "new", "on", "open", "quiet", "none"
"""What one column says about a page break: a new row, the row goes on, either; the cell ended; nothing stands there."""


def tables_across_pages(blocks: Sequence[Block], again: Callable[[Paragraph], bool]) -> list[Block]:
    """The blocks with the parts of each cut table put together. `again` knows a caption that is printed again for a
    continued table (续表); it is dropped."""
    joined: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and again(block) and joined and isinstance(joined[-1], Grid):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if isinstance(following, Grid) and goes_on(joined[-1], following):
                continue
        if isinstance(block, Grid) and joined and isinstance(last := joined[-1], Grid) and goes_on(last, block):
            joined[-1] = grid_with_continuation(last, block)
        else:
            joined.append(block)
    return joined


def goes_on(grid: Grid, below: Grid) -> bool:
    """Whether `below` is the rest of `grid` on the next page."""
    if not (grid.column_edges and below.column_edges):
        return False
    above_region, below_region = grid.regions[-1], below.regions[0]
    return (
        above_region.page + 1 == below_region.page
        and abs(above_region.x0 - below_region.x0) < 2 * _SNAP
        and abs(above_region.x1 - below_region.x1) < 2 * _SNAP
        and _edges_agree(grid.column_edges, below.column_edges)
    )


def grid_with_continuation(grid: Grid, below: Grid) -> Grid:
    """One grid of `grid` and its rest."""
    repeated = repeated_header_rows(grid, below)
    edges = _all_edges(grid.column_edges, below.column_edges)
    upper = [_Part(cell, room) for cell, room in zip(_to_columns(grid, edges), grid.room, strict=True)]
    lower = [
        _Part(replace(cell, row=cell.row - repeated), room)
        for cell, room in zip(_to_columns(below, edges), below.room, strict=True)
        if cell.row >= repeated
    ]
    header_rows = max(repeated, grid.header_rows or 0) or None
    seam = _Seam(upper, lower, grid.row_count, header_rows or 0)
    cut = seam.row_is_cut()
    offset = grid.row_count - (1 if cut else 0)
    parts = list(upper)
    for part in lower:
        above = seam.above(part)
        if above is not None and (cut or seam.cell_goes_on(above, part)):
            parts[parts.index(above)] = _join(above, part, overlapping=1 if cut else 0)
        else:
            parts.append(_Part(replace(part.cell, row=part.cell.row + offset), part.room))
    parts.sort(key=lambda part: (part.cell.row, part.cell.column))
    return replace(
        grid,
        cells=tuple(part.cell for part in parts),
        row_count=offset + below.row_count - repeated,
        column_count=len(edges) - 1,
        regions=(*grid.regions, *below.regions),
        header_rows=header_rows,
        column_edges=tuple(edges),
        room=tuple(part.room for part in parts),
    )


def repeated_header_rows(grid: Grid, below: Grid) -> int:
    """How many rows at the top of `below` are those at the top of `grid`, printed again."""
    rows = 0
    for count in range(1, min(grid.row_count, below.row_count) + 1):
        if _rows_as_printed(grid, count) != _rows_as_printed(below, count):
            break
        if not any(cell.row < count < cell.row + cell.row_span for cell in (*grid.cells, *below.cells)):
            rows = count
    return rows


def _rows_as_printed(grid: Grid, count: int) -> list[tuple[int, int, str]]:
    return [
        (cell.row, round(grid.column_edges[cell.column] / 4) if grid.column_edges else cell.column, _plain(cell.text))
        for cell in grid.cells
        if cell.row < count
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """A cell and the room left in its last line."""

    cell: Cell
    room: float


class _Seam:
    """The page break between the last row above and the first row below, and what each column says about it."""

    def __init__(self, upper: Sequence[_Part], lower: Sequence[_Part], row_count: int, header_rows: int) -> None:
        self._upper = upper
        self._lower = lower
        self._header_rows = header_rows
        self._bottom = [p for p in upper if p.cell.row + p.cell.row_span == row_count and p.cell.row >= header_rows]
        self._top = [p for p in lower if p.cell.row == 0]

    def above(self, part: _Part) -> _Part | None:
        """The cell that ends at the page break over `part`, in the same columns."""
        if part.cell.row != 0:
            return None
        place = (part.cell.column, part.cell.column_span)
        return next((p for p in self._bottom if (p.cell.column, p.cell.column_span) == place), None)

    def row_is_cut(self) -> bool:
        """Some cell goes on in the middle of a sentence, and none begins anew."""
        if any(self.above(part) is None for part in self._top) or not self._top:
            return False
        verdicts = [self._verdict(part) for part in self._top]
        if NEW in verdicts or all(verdict == NONE for verdict in verdicts):
            return False
        if ON in verdicts:
            return True
        return QUIET in verdicts

    def cell_goes_on(self, above: _Part, below: _Part) -> bool:
        """A merged cell, or one that labels a group of rows, that goes on though a new row begins beside it."""
        verdict = self._verdict(below)
        merged = above.cell.row_span > 1 or below.cell.row_span > 1
        if verdict == ON:
            return merged or self._column_merges(below.cell.column)
        if verdict != QUIET:
            return verdict == NONE and merged
        if merged:
            return True
        return (below.cell.column == 0 or self._column_merges(below.cell.column)) and self._never_empty(below)

    def _verdict(self, below: _Part) -> str:
        above = self.above(below)
        before, after = (above.cell.text if above else ""), below.cell.text
        if not after:
            return QUIET if before else NONE
        if above is None or not before or (_NUMBER.match(before) and _NUMBER.match(after)):
            return NEW
        mark = leading_mark(after)
        if mark:
            marks = [m for line in before.split("\n") if (m := leading_mark(line))]
            same = [m for m in marks if m.kind == mark.kind]
            return ON if same and mark.follows(same[-1]) else NEW if before[-1:] not in _ENDS or mark.first else OPEN
        if fits(above.room, before, after):
            return OPEN if before[-1:] in _ENDS else NEW
        return OPEN if before[-1:] in _ENDS else ON

    def _column_merges(self, column: int) -> bool:
        return any(
            part.cell.column == column and part.cell.row_span > 1 and part.cell.row >= self._header_rows
            for part in (*self._upper, *self._lower)
        )

    def _never_empty(self, part: _Part) -> bool:
        others = [*self._upper, *(p for p in self._lower if p.cell.row > 0)]
        return all(p.cell.text for p in others if p.cell.column == part.cell.column)


def _join(above: _Part, below: _Part, overlapping: int) -> _Part:
    upper, lower = above.cell, below.cell
    before, after = upper.text, lower.text
    seam = ""
    if before and after:
        if fits(above.room, before, after) or leading_mark(after):
            seam = "\n"
        else:
            seam = joint(before, after, above.room, 99.0, writes_spaces(before + after))
    shift = len(before) + len(seam)
    marks = tuple(TextLine(mark.start + shift, mark.end + shift, mark.region) for mark in lower.marks)
    cell = replace(
        upper,
        text=before + seam + after,
        row_span=upper.row_span + lower.row_span - overlapping,
        regions=(*upper.regions, *lower.regions),
        lines=(*upper.lines, *lower.lines),
        marks=(*upper.marks, *marks),
    )
    return _Part(cell, below.room if after else above.room)


def _to_columns(grid: Grid, edges: Sequence[float]) -> list[Cell]:
    """The cells of `grid` on the columns that `edges` bound."""
    at = [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in grid.column_edges]
    return [
        replace(cell, column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in grid.cells
    ]


def _all_edges(first: Sequence[float], second: Sequence[float]) -> list[float]:
    edges = list(first)
    edges += [x for x in second if all(abs(x - edge) > _SNAP for edge in first)]
    return sorted(edges)


def _edges_agree(first: Sequence[float], second: Sequence[float]) -> bool:
    """All boundaries of the one with fewer columns are boundaries of the other too."""
    few, many = sorted((first, second), key=len)
    return all(any(abs(x - edge) <= _SNAP for edge in many) for x in few)


def _plain(text: str) -> str:
    return "".join(text.split())
