"""Letters that no cell's rules part: rows of segments, the columns that these stand in, the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.headers import is_number
from ingest.readers.pdf_lines import Glyph

Column = tuple[float, float]
"""Where the texts of a column begin and end, in points."""

_GAP = 0.9
"""Gap, in em, that parts the texts of two columns."""
_CLOSE = 0.75
"""Share of the distance between rows, or lines, within which a text belongs to a row."""
_LINE = 1.3
"""From line to line, in heights of the letters, at least."""
_NEARLY_ALL = 0.7
"""Share of the columns that a row must have to say where they stand, if the gaps of those with all do not fit."""
_FEW = 0.2
"""Share of the rows that may lie across columns: totals, wide texts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters of one line that stand together."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str = ""

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


Row = list[Segment]


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


def rows_to_columns(rows: Sequence[Row]) -> list[Column]:
    """Where the texts of each column stand: as many columns as rows have texts that hardly any row lies across."""
    for count in sorted({len(row) for row in rows if len(row) > 1}, reverse=True):
        columns = _merged([segment for row in rows if len(row) == count for segment in row])
        gaps = middles_between(columns)
        if len(columns) == count and sum(not keeps_to(row, gaps) for row in rows) <= max(
            len(rows) > 2, _FEW * len(rows)
        ):
            inside = [s for row in rows for s in row if any(x0 <= s.middle <= x1 for x0, x1 in columns)]
            return columns_with(columns, inside)
    most = max((len(row) for row in rows), default=0)
    return _merged([segment for row in rows if len(row) >= _NEARLY_ALL * most for segment in row])


def _merged(segments: Sequence[Segment]) -> list[Column]:
    columns: list[Column] = []
    for segment in sorted(segments, key=lambda segment: segment.x0):
        if columns and segment.x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], segment.x1))
        else:
            columns.append((segment.x0, segment.x1))
    return columns


def columns_with(columns: Sequence[Column], segments: Sequence[Segment]) -> list[Column]:
    """The columns with those of the texts that stand in one of them without reaching its neighbours."""
    bounds = [float("-inf"), *middles_between(columns), float("inf")]
    wider = list(columns)
    for segment in segments:
        over = [at for at, (x0, x1) in enumerate(columns) if x0 < segment.x1 and segment.x0 < x1]
        if len(over) > 1 or not columns:
            continue
        at = over[0] if over else column_at(segment.middle, bounds)
        left = wider[at - 1][1] if at else bounds[0]
        right = wider[at + 1][0] if at + 1 < len(wider) else bounds[-1]
        if left < segment.x0 and segment.x1 < right:
            wider[at] = (min(wider[at][0], segment.x0), max(wider[at][1], segment.x1))
    return wider


def middles_between(columns: Sequence[Column]) -> list[float]:
    """The middle of each gap between neighbouring columns."""
    return [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]


def keeps_to(row: Row, gaps: Sequence[float]) -> bool:
    """Whether no text of the row lies over the middle of a gap."""
    return not any(segment.x0 < gap < segment.x1 for segment in row for gap in gaps)


def column_at(x: float, xs: Sequence[float]) -> int:
    """The column, bounded by `xs`, in which a point lies."""
    return next((column for column, right in enumerate(xs[1:-1]) if x < right), len(xs) - 2)


def joined_rows(rows: Sequence[Row], columns: Sequence[Column], xs: Sequence[float]) -> list[Row]:
    """Printed rows to rows of the table: what stands close to a row, or, where `xs` are given, goes on in columns that
    were full in the row above, belongs to it."""
    tops = [row_top(row) for row in rows if len(row) > 1]
    pitch = min((below - above for above, below in pairwise(tops)), default=0.0)
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _belongs(row, above, pitch, columns, xs):
            above += row
        else:
            joined.append(list(row))
    return joined


def row_top(row: Row) -> float:
    return min(segment.top for segment in row)


def row_bottom(row: Row) -> float:
    return max(segment.bottom for segment in row)


def row_middle(row: Row) -> float:
    return sum(segment.top + segment.bottom for segment in row) / (2 * len(row))


def _row_to_segments(row: Sequence[Glyph]) -> Row:
    runs: list[list[Glyph]] = [[row[0]]]
    for glyph in row[1:]:
        if glyph.x0 - max(g.x1 for g in runs[-1]) > _GAP * glyph.style.size:
            runs.append([glyph])
        else:
            runs[-1].append(glyph)
    return [
        Segment(
            min(g.x0 for g in run),
            max(g.x1 for g in run),
            min(g.top for g in run),
            max(g.bottom for g in run),
            "".join(g.text for g in run),
        )
        for run in runs
    ]


def _belongs(row: Row, above: Row, pitch: float, columns: Sequence[Column], xs: Sequence[float]) -> bool:
    """Whether the printed row is a part of the table's row over it."""
    near = _CLOSE * min(pitch, _LINE * row[0].height)
    if 1 in (len(row), len(above)) and row_middle(row) - row_middle(above[-1:]) < near:
        return True
    return bool(xs) and len(row) < len(columns) and all(_goes_on(segment, above, columns, xs) for segment in row)


def _goes_on(segment: Segment, above: Row, columns: Sequence[Column], xs: Sequence[float]) -> bool:
    """Whether the text over the segment, in its column, is so long that it may go on in the next line."""
    column = column_at(segment.middle, xs)
    over = [other for other in above if column_at(other.middle, xs) == column]
    if not over or is_number(segment.text):
        return False
    last = max(over, key=lambda other: other.bottom)
    wide = columns[column][1] - columns[column][0]
    return last.x1 - last.x0 > wide - 1.2 * (last.bottom - last.top)
