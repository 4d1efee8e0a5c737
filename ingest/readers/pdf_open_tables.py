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
Column = tuple[float, float]
"""Where the texts of a column begin and end, in points."""

_SAME_HEIGHT = 1.5
_SAME_END = 4.0
_LONG = 120.0
_GAP = 0.9
"""Gap, in em, that parts the texts of two columns."""
_FEW = 0.2
_CLOSE = 0.75
"""Share of the distance between rows within which a text belongs to a row."""


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
    """Whether some rows have several segments, and the others keep to the columns that those make."""
    several = [row for row in rows if len(row) > 1]
    columns = _rows_to_columns(several)
    if len(columns) < 2:
        return False
    gaps = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    astray = sum(any(row[0].x0 < gap < row[0].x1 for gap in gaps) for row in rows if len(row) == 1)
    return astray <= _FEW * len(rows)


def _bands_to_boxes(
    bands: Sequence[Sequence[Row]], heights: Sequence[float], ends: tuple[float, float], parts: Sequence[Rule]
) -> list[Box]:
    """The header band's boxes with their spans, then one box per row and column of the others."""
    columns = _rows_to_columns([row for band in bands[1:] for row in band])
    if len(columns) < 2:
        return []
    xs = [ends[0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), ends[1]]
    boxes = header_to_boxes(_joined_rows(bands[0], columns, []), columns, xs, heights[0], heights[1], parts)
    for band, top, bottom in zip(bands[1:], heights[1:], heights[2:], strict=False):
        rows = _joined_rows(band, columns, xs)
        ys = [top, *((_bottom(above) + _top(below)) / 2 for above, below in pairwise(rows)), bottom]
        for row, (row_top, row_bottom) in zip(rows, pairwise(ys), strict=True):
            boxes += [(left, row_top, right, row_bottom) for left, right in _row_spans(row, xs)]
    return boxes


def _rows_to_columns(rows: Sequence[Row]) -> list[Column]:
    """Where the texts of each column stand, told by the rows that have nearly all columns."""
    most = max((len(row) for row in rows), default=0)
    columns: list[Column] = []
    for segment in sorted((s for row in rows if len(row) >= 0.7 * most for s in row), key=lambda s: s.x0):
        if columns and segment.x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], segment.x1))
        else:
            columns.append((segment.x0, segment.x1))
    return columns


def _joined_rows(rows: Sequence[Row], columns: Sequence[Column], xs: Sequence[float]) -> list[Row]:
    """Printed rows to rows of the table: what stands close to a row, or, where `xs` are given, goes on in columns that
    were full in the row above, belongs to it."""
    tops = [_top(row) for row in rows if len(row) > 1]
    pitch = min((below - above for above, below in pairwise(tops)), default=0.0)
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _belongs(row, above, pitch, columns, xs):
            above += row
        else:
            joined.append(list(row))
    return joined


def _belongs(row: Row, above: Row, pitch: float, columns: Sequence[Column], xs: Sequence[float]) -> bool:
    """Whether the printed row is a part of the table's row over it."""
    if 1 in (len(row), len(above)) and _middle(row) - _middle(above[-1:]) < _CLOSE * pitch:
        return True
    names_a_row = bool(xs) and len(row) > 1 and _column_at(row[0].middle, xs) == 0
    few = 2 * len(row) <= len(columns) and not names_a_row
    return bool(xs) and few and all(_goes_on(segment, above, columns, xs) for segment in row)


def _goes_on(segment: Segment, above: Row, columns: Sequence[Column], xs: Sequence[float]) -> bool:
    """Whether the text over the segment, in its column, is so long that it may go on in the next line."""
    column = _column_at(segment.middle, xs)
    over = [other for other in above if _column_at(other.middle, xs) == column]
    if not over:
        return False
    last = max(over, key=lambda other: other.bottom)
    wide = columns[column][1] - columns[column][0]
    return last.x1 - last.x0 > wide - 1.2 * (last.bottom - last.top)


def _column_at(x: float, xs: Sequence[float]) -> int:
    return next((column for column, right in enumerate(xs[1:-1]) if x < right), len(xs) - 2)


def _row_spans(row: Row, xs: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right of each cell of a row: one column, or those that a segment lies over."""
    inner = set(xs[1:-1])
    for segment in row:
        inner -= {x for x in inner if segment.x0 < x < segment.x1}
    return list(pairwise([xs[0], *sorted(inner), xs[-1]]))


def header_to_boxes(
    rows: Sequence[Row],
    columns: Sequence[Column],
    xs: Sequence[float],
    top: float,
    bottom: float,
    parts: Sequence[Rule],
) -> list[Box]:
    """Boxes of header cells over `columns`, whose edges are `xs`. The texts of a row share out the columns among them:
    those over the rule beneath a text, or those that it stands in the middle of, or begins with. What stands under a
    text of one column belongs to it."""
    rows = [[s for s in row if xs[0] - 2 <= s.middle <= xs[-1] + 2] for row in rows]
    while rows and not rows[0]:
        rows = rows[1:]
    if not rows or len(rows[0]) >= len(columns) or len(columns) == 1:
        return [(left, top, right, bottom) for left, right in pairwise(xs)]
    first, rest = rows[0], rows[1:]
    boxes: list[Box] = []
    begin = 0
    for segment, count in zip(first, _shares(first, columns, parts), strict=True):
        own, edges = columns[begin : begin + count], xs[begin : begin + count + 1]
        below = [s for row in rest for s in row if edges[0] <= s.middle < edges[-1]]
        if count == 1 or not below:
            boxes.append((edges[0], top, edges[-1], bottom))
        else:
            middle = (segment.bottom + min(s.top for s in below)) / 2
            boxes.append((edges[0], top, edges[-1], middle))
            lower = [[s for s in row if s in below] for row in rest]
            boxes += header_to_boxes(lower, own, edges, middle, bottom, parts)
        begin += count
    return boxes


def _shares(row: Row, columns: Sequence[Column], parts: Sequence[Rule]) -> list[int]:
    """How many columns each text lies over, so that all fit best."""
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [])}
    for index, segment in enumerate(row):
        rule = next((r for r in parts if r[0] - 3 <= segment.middle <= r[1] + 3 and r[2] > segment.bottom - 3), None)
        for end in range(index + 1, len(columns) - (len(row) - index - 1) + 1):
            options = []
            for begin in range(index, end):
                before = best.get((index, begin))
                if before:
                    cost = before[0] + _misfit(segment, columns[begin:end], rule)
                    options.append((cost, [*before[1], end - begin]))
            if options:
                best[index + 1, end] = min(options, key=lambda option: option[0])
    return best[len(row), len(columns)][1]


def _misfit(segment: Segment, columns: Sequence[Column], rule: Rule | None) -> float:
    """How far, in points, a text stands from the middle of its columns, or from their beginning where it begins there;
    with a rule beneath it, only what stands over the rule counts."""
    middles = [(x0 + x1) / 2 for x0, x1 in columns]
    if rule:
        inside = sum(rule[0] <= middle <= rule[1] for middle in middles)
        return (len(columns) - inside) * 1000.0 - inside
    return min(abs(segment.middle - (middles[0] + middles[-1]) / 2), abs(segment.x0 - columns[0][0]))


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
