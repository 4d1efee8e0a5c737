"""The parts of a table without vertical rules to boxes of cells, as if all rules were drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_open_headers import Rule, header_to_boxes
from ingest.readers.pdf_open_rows import (
    Column,
    Row,
    column_at,
    columns_with,
    joined_rows,
    middles_between,
    row_bottom,
    row_top,
    rows_to_columns,
)
from ingest.readers.pdf_tables import Box

_ASIDE = 1.5
"""Points by which a text begins before those of its column that it does not stand in."""


@dataclass(slots=True)
class FoundTable:
    """A table on a page: the rules that part its bands, what stands in them, and the rules within its header. `header`:
    its first band is one; `ends`: a rule closes it."""

    page: int
    x0: float
    x1: float
    heights: list[float]
    bands: list[list[Row]]
    parts: list[Rule] = field(default_factory=list)
    header: bool = True
    ends: bool = True

    @property
    def body(self) -> list[Row]:
        return [row for band in self.bands[1 if self.header else 0 :] for row in band]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The boxes of the cells of a table's part on a page, and where the texts of its columns stand."""

    boxes: list[Box]
    columns: list[Column]


def open_cells(chain: Sequence[FoundTable]) -> list[tuple[int, OpenTable]]:
    """The parts of a table, which have their columns in common, each with its page; none if there are no columns."""
    body = [row for table in chain for row in table.body]
    columns = rows_to_columns(body)
    if len(columns) < 2:
        return []
    wide = columns_with(columns, [segment for row in reversed(chain[0].bands[0]) for segment in row])
    xs = [min(t.x0 for t in chain), *middles_between(wide), max(t.x1 for t in chain)]
    grouped = any(_is_under_group(row, xs) for row in body)
    return [
        (table.page, OpenTable(boxes, wide))
        for table in chain
        for boxes in [_table_to_boxes(table, columns, xs, continued=table is not chain[0], grouped=grouped)]
        if boxes
    ]


def _table_to_boxes(
    table: FoundTable, columns: Sequence[Column], xs: Sequence[float], *, continued: bool, grouped: bool
) -> list[Box]:
    """The header band's boxes with their spans, then one box per row and column of the others."""
    boxes: list[Box] = []
    first = 0
    if table.header:
        header = joined_rows(table.bands[0], columns, [])
        boxes = header_to_boxes(header, columns, xs, table.heights[0], table.heights[1], table.parts)
        first = 1
    laid: list[tuple[Row, float, float]] = []
    for band, top, bottom in zip(table.bands[first:], table.heights[first:], table.heights[first + 1 :], strict=False):
        rows = joined_rows(band, columns, xs)
        ys = [top, *((row_bottom(above) + row_top(below)) / 2 for above, below in pairwise(rows)), bottom]
        laid += [(row, *edges) for row, edges in zip(rows, pairwise(ys), strict=True)]
    groups = _groups([row for row, _, _ in laid], columns, xs, continued, grouped)
    for (row, top, bottom), group in zip(laid, groups, strict=True):
        spans = _row_spans(row, xs)
        if group.row_span == 0:
            spans = spans[1:]
        elif group.row_span > 1 or group.both:
            right = xs[2] if group.both else xs[1]
            end = laid[laid.index((row, top, bottom)) + group.row_span - 1][2]
            boxes.append((xs[0], top, right, end))
            spans = [span for span in spans if span[0] >= right]
        boxes += [(left, top, right, bottom) for left, right in spans]
    return boxes


@dataclass(frozen=True, slots=True)
class _Group:
    """How many rows a row's first cell lies over, 0 for one that lies under another's; `both`: it lies over the second
    column too."""

    row_span: int = 1
    both: bool = False


def _groups(
    rows: Sequence[Row], columns: Sequence[Column], xs: Sequence[float], continued: bool, grouped: bool
) -> list[_Group]:
    """Where the first column names groups of rows that the second names, its text stands in the first of them only, or,
    where the table goes on from another page, in none; what stands in it alone then names a row by itself."""
    groups = [_Group()] * len(rows)
    if len(columns) < 3:
        return groups
    held = [{column_at(segment.middle, xs) for segment in row} for row in rows]
    lone = [
        grouped and len(row) > 1 and not {0, 1} <= at and _is_over_both(row, columns)
        for row, at in zip(rows, held, strict=True)
    ]
    first = 0 if continued else None
    for at, row in enumerate(rows):
        if lone[at] or 0 in held[at]:
            first = at if 1 in held[at] else None
        elif 1 in held[at] and not _is_under_group(row, xs) and not (continued and at == 0):
            first = None
        elif first is not None and 1 in held[at] and at > first:
            groups[first], groups[at] = _Group(at - first + 1), _Group(0)
    return [_Group(both=True) if alone else group for alone, group in zip(lone, groups, strict=True)]


def _is_over_both(row: Row, columns: Sequence[Column]) -> bool:
    """Whether the row's first text is the only one of the first two columns, and begins before those of the second."""
    return row[0].x0 < columns[1][0] - _ASIDE


def _is_under_group(row: Row, xs: Sequence[float]) -> bool:
    """Whether the row has no text in the first column and a label in the second."""
    at = [column_at(segment.middle, xs) for segment in row]
    label = "".join(segment.text for segment, column in zip(row, at, strict=True) if column == 1)
    return len(row) > 1 and 0 not in at and sum(map(str.isalpha, label)) > sum(map(str.isdigit, label))


def _row_spans(row: Row, xs: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right of each cell of a row: one column, or those that a segment lies over."""
    inner = set(xs[1:-1])
    for segment in row:
        inner -= {x for x in inner if segment.x0 < x < segment.x1}
    return list(pairwise([xs[0], *sorted(inner), xs[-1]]))
