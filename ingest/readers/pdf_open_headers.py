"""The header of a table without vertical rules: which columns each of its texts lies over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.readers.pdf_open_rows import Column, Row, Segment, column_at
from ingest.readers.pdf_tables import Box

Rule = tuple[float, float, float]
"""x0, x1, y in points."""
_Fit = Callable[[Segment, Sequence[Column]], float]

_UNCOVERED = 8.0
"""What leaving a column without a text over it costs, in points by which a text stands aside."""
_NOTHING_BELOW = 40.0
"""The same for a text over several columns one of which has no text of its own below, or that it stands outside of."""


def header_to_boxes(
    rows: Sequence[Row],
    columns: Sequence[Column],
    xs: Sequence[float],
    top: float,
    bottom: float,
    parts: Sequence[Rule],
) -> list[Box]:
    """Boxes of header cells over `columns`, whose edges are `xs`. The texts of a row share out the columns among them:
    those over the rule beneath a text, or those that it stands in the middle, at the beginning or at the end of. What
    stands under a text of one column belongs to it."""
    rows = [[s for s in row if xs[0] - 2 <= s.middle <= xs[-1] + 2] for row in rows]
    while rows and not rows[0]:
        rows = rows[1:]
    if not rows or len(rows[0]) >= len(columns) or len(columns) == 1:
        return [(left, top, right, bottom) for left, right in pairwise(xs)]
    first, rest = rows[0], rows[1:]
    below = _filled([s for row in rest for s in row], xs)
    boxes: list[Box] = []
    covered = 0
    for segment, (begin, end) in zip(first, _shares(first, columns, below, parts), strict=True):
        boxes += [(left, top, right, bottom) for left, right in pairwise(xs[covered : begin + 1])]
        covered = end
        edges = xs[begin : end + 1]
        under = [s for row in rest for s in row if edges[0] <= s.middle < edges[-1]]
        if end - begin == 1 or not under:
            boxes.append((edges[0], top, edges[-1], bottom))
        else:
            middle = (segment.bottom + min(s.top for s in under)) / 2
            boxes.append((edges[0], top, edges[-1], middle))
            lower = [[s for s in row if s in under] for row in rest]
            boxes += header_to_boxes(lower, columns[begin:end], edges, middle, bottom, parts)
    return boxes + [(left, top, right, bottom) for left, right in pairwise(xs[covered:])]


def _filled(segments: Sequence[Segment], xs: Sequence[float]) -> list[bool]:
    """For each column whether one of the texts stands in it."""
    held = {column_at(segment.middle, xs) for segment in segments}
    return [column in held for column in range(len(xs) - 1)]


def _shares(row: Row, columns: Sequence[Column], below: Sequence[bool], parts: Sequence[Rule]) -> list[tuple[int, int]]:
    """First and last column (not included) that each text lies over, so that all fit best; texts of one header stand
    alike over their columns."""
    options = [_fitting(row, columns, below, parts, fit) for fit in (_centred, _begins, _ends)]
    return min(options, key=lambda option: option[0])[1]


def _fitting(
    row: Row, columns: Sequence[Column], below: Sequence[bool], parts: Sequence[Rule], fit: _Fit
) -> tuple[float, list[tuple[int, int]]]:
    best: list[dict[int, tuple[float, list[tuple[int, int]]]]] = [{0: (0.0, [])}]
    for index, segment in enumerate(row):
        rule = next((r for r in parts if _is_over(segment, r) and sum(_is_over(s, r) for s in row) == 1), None)
        reached: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for covered, (cost, shares) in best[-1].items():
            for begin in range(covered, len(columns) - (len(row) - index - 1)):
                if not all(below[covered:begin]):
                    break
                skipped = cost + _UNCOVERED * (begin - covered)
                for end in range(begin + 1, len(columns) - (len(row) - index - 1) + 1):
                    whole = skipped + _misfit(segment, columns[begin:end], below[begin:end], rule, fit)
                    if end not in reached or whole < reached[end][0]:
                        reached[end] = (whole, [*shares, (begin, end)])
        best.append(reached)
    ends = [
        (cost + _UNCOVERED * (len(columns) - covered), shares)
        for covered, (cost, shares) in best[-1].items()
        if all(below[covered:])
    ]
    return min(ends or list(best[-1].values()), key=lambda end: end[0])


def _is_over(segment: Segment, rule: Rule) -> bool:
    return rule[0] - 3 <= segment.middle <= rule[1] + 3 and rule[2] > segment.bottom - 3


def _misfit(segment: Segment, columns: Sequence[Column], below: Sequence[bool], rule: Rule | None, fit: _Fit) -> float:
    """How far, in points, a text stands from where it would stand over its columns; with a rule beneath it, only what
    stands over the rule counts."""
    middles = [(x0 + x1) / 2 for x0, x1 in columns]
    if rule:
        inside = sum(rule[0] <= middle <= rule[1] for middle in middles)
        return (len(columns) - inside) * 1000.0 - inside
    if len(columns) == 1:
        return min(_centred(segment, columns), _begins(segment, columns), _ends(segment, columns))
    outside = segment.x1 < columns[0][0] or segment.x0 > columns[-1][1]
    return fit(segment, columns) + _NOTHING_BELOW * (below.count(False) + outside)


def _centred(segment: Segment, columns: Sequence[Column]) -> float:
    return abs(segment.middle - (columns[0][0] + columns[-1][1]) / 2)


def _begins(segment: Segment, columns: Sequence[Column]) -> float:
    return abs(segment.x0 - columns[0][0])


def _ends(segment: Segment, columns: Sequence[Column]) -> float:
    return abs(segment.x1 - columns[-1][1])
