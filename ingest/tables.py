"""Grids to whole tables: a table that page breaks cut is put together again.

Grids of one table stand on pages that follow one another with nothing between them, with the same outer edges. Their
column boundaries are matched, header rows that are printed again are dropped, a row that a page break cut is one row,
and a merged cell that goes on is one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.blocks import Block, Grid, Paragraph
from ingest.headers import header_row_count
from ingest.line_ends import fits, joint, writes_spaces
from ingest.marks import begins_item, is_bare_mark
from ingest.records import Cell, TextLine
from ingest.seams import Part, Seam

_SNAP = 3.0
Again = Callable[[Paragraph], bool]


def tables_across_pages(blocks: Sequence[Block], again: Again, unit_line: Again) -> list[Block]:
    """The blocks with the parts of each cut table put together.

    `again` knows a caption that says that the table goes on (续表). It is dropped, and so are the table's own caption
    printed again, and a unit line with either.
    """
    joined: list[Block] = []
    between: list[Paragraph] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        captioned = _is_captioned_again(between, joined, again, unit_line)
        if isinstance(last, Grid) and (captioned or not between) and goes_on(last, block, captioned):
            joined[-1] = grid_with_continuation(last, block)
        else:
            joined += [*between, block]
        between = []
    return [*joined, *between]


def _is_captioned_again(between: Sequence[Paragraph], before: Sequence[Block], again: Again, unit_line: Again) -> bool:
    """Whether all that stands between two grids is the first one's caption, again, and perhaps a unit line."""
    above = {_plain(block.text) for block in before[-3:-1] if isinstance(block, Paragraph)}
    captions = [p for p in between if again(p) or (_plain(p.text) in above and not unit_line(p))]
    return len(captions) == 1 and all(p in captions or unit_line(p) for p in between) and len(between) <= 2


def goes_on(grid: Grid, below: Grid, captioned: bool = False) -> bool:
    """Whether `below` is the rest of `grid`: on the next page, with the same edges. A format without pages needs a
    caption that says so (`captioned`), and as many columns."""
    if not (grid.column_edges and below.column_edges):
        return captioned and not grid.regions and grid.column_count == below.column_count
    above_region, below_region = grid.regions[-1], below.regions[0]
    return (
        above_region.page + 1 == below_region.page
        and abs(above_region.x0 - below_region.x0) < 2 * _SNAP
        and abs(above_region.x1 - below_region.x1) < 2 * _SNAP
        and _edges_agree(grid.column_edges, below.column_edges)
    )


def grid_with_continuation(grid: Grid, below: Grid) -> Grid:
    """One grid of `grid` and its rest."""
    if not grid.column_edges:
        return _grid_with_rows(grid, below)
    repeated = repeated_header_rows(grid, below)
    edges = _all_edges(grid.column_edges, below.column_edges)
    upper = [Part(cell, room) for cell, room in zip(_to_columns(grid, edges), grid.room, strict=True)]
    lower = [
        Part(replace(cell, row=cell.row - repeated), room)
        for cell, room in zip(_to_columns(below, edges), below.room, strict=True)
        if cell.row >= repeated
    ]
    header_rows = max(repeated, grid.header_rows or 0) or None
    seam = Seam(upper, lower, grid.row_count, header_rows or header_row_count(grid))
    cut = seam.row_is_cut()
    offset = grid.row_count - (1 if cut else 0)
    parts = list(upper)
    for part in lower:
        above = seam.above(part)
        if above is not None and (cut or seam.cell_goes_on(above, part)):
            parts[parts.index(above)] = _join(above, part, overlapping=1 if cut else 0)
        else:
            parts.append(Part(replace(part.cell, row=part.cell.row + offset), part.room))
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


def _grid_with_rows(grid: Grid, below: Grid) -> Grid:
    """The rows of `below`, without header rows printed again, under those of `grid`."""
    repeated = repeated_header_rows(grid, below)
    offset = grid.row_count - repeated
    rest = [replace(cell, row=cell.row + offset) for cell in below.cells if cell.row >= repeated]
    return replace(grid, cells=(*grid.cells, *rest), row_count=offset + below.row_count)


def repeated_header_rows(grid: Grid, below: Grid) -> int:
    """How many rows at the top of `below` are those at the top of `grid`, printed again."""
    rows = 0
    for count in range(1, min(grid.row_count, below.row_count) + 1):
        if not _same_as_printed(_row_as_printed(grid, count - 1), _row_as_printed(below, count - 1)):
            break
        if not any(cell.row < count < cell.row + cell.row_span for cell in (*grid.cells, *below.cells)):
            rows = count
    return rows


def _row_as_printed(grid: Grid, row: int) -> list[tuple[float, str]]:
    """Where each cell that begins in the row begins, and its text."""
    return [
        (grid.column_edges[cell.column] if grid.column_edges else 10.0 * cell.column, _plain(cell.text))
        for cell in grid.cells
        if cell.row == row
    ]


def _same_as_printed(first: Sequence[tuple[float, str]], second: Sequence[tuple[float, str]]) -> bool:
    return len(first) == len(second) and all(
        abs(x - other_x) <= _SNAP and text == other for (x, text), (other_x, other) in zip(first, second, strict=True)
    )


def _join(above: Part, below: Part, overlapping: int) -> Part:
    upper, lower = above.cell, below.cell
    before, after = upper.text, lower.text
    seam = ""
    if before and after:
        if not is_bare_mark(before) and (fits(above.room, before, after) or begins_item(after)):
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
    return Part(cell, below.room if after else above.room)


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
