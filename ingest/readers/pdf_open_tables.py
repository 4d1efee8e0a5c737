"""Horizontal rules and glyphs to tables without vertical rules (三线表): columns are told by the gaps between texts.

Rules of one width over one another make bands; bands whose lines stand in columns make a table: the header over the
second rule, the body under it. What comes out are boxes of cells, as if all rules were drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_lines import Glyph

Box = tuple[float, float, float, float]
Rule = tuple[float, float, float]
"""x0, x1, y in points."""

_SAME_HEIGHT = 1.5
_SAME_END = 4.0
_LONG = 120.0
_GAP = 0.9
"""Gap, in em, that parts the texts of two columns."""
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters of one line that stand together."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


Row = list[Segment]


def rules_to_open_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph], ruled: Sequence[Box]) -> list[list[Box]]:
    """The boxes of the cells of each table on a page that has horizontal rules only; `ruled` are the frames of tables
    with all their rules."""
    pieces = [rule for rule in _joined_rules(rules) if not any(_touches(rule, frame) for frame in ruled)]
    rows = glyphs_to_rows([g for g in glyphs if not any(_stands_in(g, frame) for frame in ruled)])
    tables: list[list[Box]] = []
    for group in _groups_of_one_width(pieces):
        x0, x1 = min(rule[0] for rule in group), max(rule[1] for rule in group)
        heights = [rule[2] for rule in group]
        bands = [_rows_between(rows, top, bottom, x0, x1) for top, bottom in pairwise(heights)]
        for first, last in _tabular_runs(bands):
            parts = [rule for rule in pieces if rule not in group and heights[first] < rule[2] < heights[first + 1]]
            tables.append(_bands_to_boxes(bands[first:last], heights[first : last + 1], (x0, x1), parts))
    return [boxes for boxes in tables if boxes]


def glyphs_to_rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """Letters at one height are a row; in it, those with a wide gap between them are segments of their own."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: g.top + g.bottom):
        here = (glyph.top + glyph.bottom) / 2
        if rows and here - middle < 0.45 * max(glyph.style.size, rows[-1][0].style.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = here
    return [_row_to_segments(sorted(row, key=lambda g: g.x0)) for row in rows]


def _row_to_segments(row: Sequence[Glyph]) -> Row:
    runs: list[list[Glyph]] = [[row[0]]]
    for glyph in row[1:]:
        if glyph.x0 - max(g.x1 for g in runs[-1]) > _GAP * glyph.style.size:
            runs.append([glyph])
        else:
            runs[-1].append(glyph)
    return [
        Segment(min(g.x0 for g in run), max(g.x1 for g in run), min(g.top for g in run), max(g.bottom for g in run))
        for run in runs
    ]


def _joined_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one rule, as drawn under each cell, put together."""
    joined: list[Rule] = []
    for x0, x1, y in sorted(rules, key=lambda rule: (round(rule[2]), rule[0])):
        for index, (left, right, height) in enumerate(joined):
            if abs(y - height) <= _SAME_HEIGHT and x0 <= right + _SAME_END and x1 >= left - _SAME_END:
                joined[index] = (min(left, x0), max(right, x1), height)
                break
        else:
            joined.append((x0, x1, y))
    return sorted(joined, key=lambda rule: rule[2])


def _groups_of_one_width(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if rule[1] - rule[0] < _LONG:
            continue
        for group in groups:
            if abs(group[0][0] - rule[0]) <= _SAME_END and abs(group[0][1] - rule[1]) <= _SAME_END:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 2]


def _rows_between(rows: Sequence[Row], top: float, bottom: float, x0: float, x1: float) -> list[Row]:
    return [
        row
        for row in rows
        if top - 1 < (row[0].top + row[0].bottom) / 2 < bottom + 1 and row[0].x0 >= x0 - 2 and row[-1].x1 <= x1 + 2
    ]


def _tabular_runs(bands: Sequence[Sequence[Row]]) -> list[tuple[int, int]]:
    """First and last band (not included) of each table: two bands or more whose rows mostly have several segments."""
    runs: list[tuple[int, int]] = []
    first = 0
    for index in range(len(bands) + 1):
        if index < len(bands) and _is_tabular(bands[index]):
            continue
        if index - first > 1:
            runs.append((first, index))
        first = index + 1
    return runs


def _is_tabular(rows: Sequence[Row]) -> bool:
    return bool(rows) and sum(len(row) > 1 for row in rows) >= _MOST * len(rows)


def _bands_to_boxes(
    bands: Sequence[Sequence[Row]], heights: Sequence[float], ends: tuple[float, float], parts: Sequence[Rule]
) -> list[Box]:
    """The header band's boxes with their spans, then one box per row and column of the others."""
    xs = _column_edges([row for band in bands[1:] for row in band], ends)
    if len(xs) < 3:
        return []
    boxes = _header_boxes(bands[0], xs, heights[0], heights[1], parts)
    for band, top, bottom in zip(bands[1:], heights[1:], heights[2:], strict=False):
        rows = _whole_rows(band)
        ys = [top, *((_bottom(above) + _top(below)) / 2 for above, below in pairwise(rows)), bottom]
        for row, (row_top, row_bottom) in zip(rows, pairwise(ys), strict=True):
            boxes += [(left, row_top, right, row_bottom) for left, right in _row_spans(row, xs)]
    return boxes


def _column_edges(rows: Sequence[Row], ends: tuple[float, float]) -> list[float]:
    """The middles of the gaps that no segment crosses in the rows that have nearly all columns."""
    most = max((len(row) for row in rows), default=0)
    columns: list[list[float]] = []
    for segment in sorted((s for row in rows if len(row) >= 0.7 * most for s in row), key=lambda s: s.x0):
        if columns and segment.x0 <= columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], segment.x1)
        else:
            columns.append([segment.x0, segment.x1])
    return [ends[0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), ends[1]]


def _whole_rows(rows: Sequence[Row]) -> list[Row]:
    """A row with one segment, close to one with several, is the rest of a text of that row."""
    tops = [_top(row) for row in rows if len(row) > 1]
    pitch = min((below - above for above, below in pairwise(tops)), default=0.0)
    whole: list[Row] = [list(row) for row in rows if len(row) > 1]
    for row in rows:
        if len(row) > 1:
            continue
        nearest = min(whole, key=lambda other: abs(_middle(other) - _middle(row)), default=None)
        if nearest is not None and abs(_middle(nearest) - _middle(row)) < 0.75 * pitch:
            nearest += row
        else:
            whole.append(list(row))
    return sorted(whole, key=_middle)


def _row_spans(row: Row, xs: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right of each cell of a row: one column, or those that a segment lies over."""
    inner = set(xs[1:-1])
    for segment in row:
        inner -= {x for x in inner if segment.x0 < x < segment.x1}
    return list(pairwise([xs[0], *sorted(inner), xs[-1]]))


def _header_boxes(
    rows: Sequence[Row], xs: Sequence[float], top: float, bottom: float, parts: Sequence[Rule]
) -> list[Box]:
    """A header cell lies over the columns that the row below it names one by one: those under the rule beneath it, or
    those nearest to it; a column that no lower row names belongs to the cell over it down to the body."""
    columns = list(pairwise(xs))
    named = [[_over(segment, columns) for segment in row] for row in rows]
    ys = [top, *((_bottom(above) + _top(below)) / 2 for above, below in pairwise(rows)), bottom]
    boxes: list[Box] = []
    open_columns = set(range(len(columns)))
    for index, (row, over) in enumerate(zip(rows, named, strict=True)):
        below = {column for other in named[index + 1 :] for found in other for column in found}
        free = set(below) & open_columns
        taken: dict[int, set[int]] = {}
        for at, (segment, found) in enumerate(zip(row, over, strict=True)):
            ruled = next(
                (r for r in parts if r[0] - 3 <= segment.middle <= r[1] + 3 and r[2] > segment.bottom - 3), None
            )
            if ruled:
                found = {c for c, (x0, x1) in enumerate(columns) if ruled[0] - 3 <= (x0 + x1) / 2 <= ruled[1] + 3}
            taken[at] = found & open_columns
        spoken_for = set().union(*taken.values()) if taken else set()
        wide = [at for at in taken if taken[at] & free]
        for column in sorted(free - spoken_for if not parts else ()):
            centre = sum(columns[column]) / 2
            nearest = min(wide, key=lambda at: abs(row[at].middle - centre), default=None)
            if nearest is not None:
                taken[nearest].add(column)
        for at in taken:
            mine = sorted(taken[at])
            if not mine:
                continue
            deep = not set(mine) & free
            boxes.append((columns[mine[0]][0], ys[index], columns[mine[-1]][1], bottom if deep else ys[index + 1]))
            if deep:
                open_columns -= set(mine)
    left = [c for c in sorted(open_columns) if not any(b[0] <= columns[c][0] and columns[c][1] <= b[2] for b in boxes)]
    return boxes + [(columns[c][0], top, columns[c][1], bottom) for c in left]


def _over(segment: Segment, columns: Sequence[tuple[float, float]]) -> set[int]:
    """The columns that a segment stands in: that of its middle, and all that it mostly covers."""
    return {
        column
        for column, (x0, x1) in enumerate(columns)
        if x0 <= segment.middle < x1 or min(segment.x1, x1) - max(segment.x0, x0) > 0.5 * (x1 - x0)
    }


def _touches(rule: Rule, frame: Box) -> bool:
    return frame[1] - 2 <= rule[2] <= frame[3] + 2 and rule[0] < frame[2] and rule[1] > frame[0]


def _stands_in(glyph: Glyph, frame: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]


def _top(row: Row) -> float:
    return min(segment.top for segment in row)


def _bottom(row: Row) -> float:
    return max(segment.bottom for segment in row)


def _middle(row: Row) -> float:
    return sum(segment.top + segment.bottom for segment in row) / (2 * len(row))
