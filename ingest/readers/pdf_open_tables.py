"""Horizontal rules and glyphs to tables without vertical rules (三线表): columns are told by the gaps between texts.

Rules of one width over one another make bands; bands whose lines stand in columns make a table: the header over the
second rule, the body under it. A table that runs over a page break has no rule there: its rows go on down to the end of
the page and from the beginning of the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Glyph
from ingest.readers.pdf_open_cells import FoundTable, OpenTable, open_cells
from ingest.readers.pdf_open_headers import Rule
from ingest.readers.pdf_open_rows import (
    Row,
    glyphs_to_rows,
    keeps_to,
    middles_between,
    row_bottom,
    row_middle,
    row_top,
    rows_to_columns,
)
from ingest.readers.pdf_tables import Box

_SAME_HEIGHT = 1.5
_SAME_END = 4.0
_LONG = 120.0
_FEW = 0.2
_MARGIN = 0.12
"""Share of the page at its top and bottom where what is printed may be no part of the text."""
_FAR = 2.4
"""Distance, in those of rows, at which a line at the end of a page is none of the table's."""
_DEEP = 0.12
"""Share of the page's height that a header takes at most."""
_PAGE_NUMBER = re.compile(r"^\W*第?\s*\d{1,4}\s*页?\W*(?:[/共]\s*\d{1,4}\s*页?\W*)?$")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """What a page shows outside its ruled tables: its horizontal rules and its letters."""

    number: int
    height: float
    rules: tuple[Rule, ...]
    glyphs: tuple[Glyph, ...]


def rules_outside(rules: Sequence[Rule], ruled: Sequence[Box]) -> tuple[Rule, ...]:
    """Whole rules, put together of their pieces, that touch none of the tables with all their rules."""
    return tuple(rule for rule in _joined_rules(rules) if not any(_touches(rule, frame) for frame in ruled))


def open_tables(pages: Sequence[OpenPage]) -> dict[int, list[OpenTable]]:
    """By the page's number, the tables that have horizontal rules only. `pages` are in their
    order; those between which pages are missing hold no table in common."""
    laid: list[tuple[int, OpenTable]] = []
    chain: list[FoundTable] = []
    for page in pages:
        on_page = _tables_on_page(page)
        goes_on = bool(chain) and chain[-1].page + 1 == page.number
        rest = _continuation(page, chain, on_page) if goes_on else None
        if rest is None:
            laid += open_cells(chain)
            chain = []
        else:
            chain.append(rest)
            on_page = [table for table in on_page if table.heights[0] >= rest.heights[-1] - 1]
            if rest.ends:
                laid += open_cells(chain)
                chain = []
        for table in on_page:
            if table.ends:
                laid += open_cells([table])
            else:
                chain = [table]
    found: dict[int, list[OpenTable]] = {}
    for number, part in [*laid, *open_cells(chain)]:
        found.setdefault(number, []).append(part)
    return found


def _tables_on_page(page: OpenPage) -> list[FoundTable]:
    """The tables that begin on the page, from top to bottom; only the last may not end."""
    groups = _groups_of_one_width(page.rules)
    if not any(len(group) > 1 for group in groups):
        return []
    rows = glyphs_to_rows(page.glyphs)
    tables: list[FoundTable] = []
    for group in groups:
        x0, x1 = min(rule[0] for rule in group), max(rule[1] for rule in group)
        heights = [rule[2] for rule in group]
        bands = [_rows_between(rows, top, bottom, x0, x1) for top, bottom in pairwise(heights)]
        runs = _tabular_runs(bands)
        for first, last in runs:
            parts = [r for r in page.rules if r not in group and heights[first] < r[2] < heights[first + 1]]
            tables.append(FoundTable(page.number, x0, x1, heights[first : last + 1], bands[first:last], parts))
        begun = _begun(page, rows, group, runs)
        if begun is not None:
            tables = [table for table in tables if table.heights[0] < begun.heights[0]]
            tables.append(begun)
    return sorted(tables, key=lambda table: (table.ends is False, table.heights[0]))


def _begun(
    page: OpenPage, rows: Sequence[Row], group: Sequence[Rule], runs: Sequence[tuple[int, int]]
) -> FoundTable | None:
    """The table under the last rules of one width that goes on to the end of the page."""
    heights = [rule[2] for rule in group]
    first = runs[-1][0] if runs and runs[-1][1] == len(group) - 1 else len(group) - 2
    if first < 0:
        return None
    x0, x1 = min(rule[0] for rule in group), max(rule[1] for rule in group)
    header = _rows_between(rows, heights[first], heights[first + 1], x0, x1)
    deep = heights[first + 1] - heights[first] > _DEEP * page.height
    if deep or not any(len(row) > 1 for row in header):
        return None
    bands = [_rows_between(rows, top, bottom, x0, x1) for top, bottom in pairwise(heights[first:])]
    inside = _to_the_end(page, [row for row in rows if row_top(row) > heights[-1] - 1])
    if not inside and first == len(group) - 2 and not (runs and runs[-1][1] > first):
        return FoundTable(page.number, x0, x1, heights[first:], bands, ends=False)
    body = [row for band in bands[1:] for row in band] + inside
    gaps = middles_between(rows_to_columns([row for row in body if len(row) > 1]))
    if not gaps or not _keep_to(inside, gaps, x0, x1) or row_top(inside[0]) - heights[-1] > _FAR * inside[0][0].height:
        return None
    parts = [r for r in page.rules if r not in group and heights[first] < r[2] < heights[first + 1]]
    end = max(map(row_bottom, inside)) + 1
    return FoundTable(page.number, x0, x1, [*heights[first:], end], [*bands, inside], parts, ends=False)


def _continuation(page: OpenPage, chain: Sequence[FoundTable], on_page: Sequence[FoundTable]) -> FoundTable | None:
    """What goes on at the beginning of the page of the table that did not end on the page before."""
    rows = _from_the_beginning(page, glyphs_to_rows(page.glyphs))
    if not rows:
        return None
    x0, x1, top = chain[0].x0, chain[0].x1, row_top(rows[0])
    for table in on_page:
        same = abs(table.x0 - x0) <= _SAME_END and abs(table.x1 - x1) <= _SAME_END
        if same and table.heights[0] <= top + 2 and _texts(table.bands[0]) == _texts(chain[0].bands[0]):
            return table
    body = [row for table in chain for row in table.body]
    header = rows[: len(chain[0].bands[0])]
    again = len(rows) > len(header) and _texts(header) == _texts(chain[0].bands[0])
    if again:
        rows = rows[len(header) :]
        top = (max(map(row_bottom, header)) + row_top(rows[0])) / 2
    heights = [top - 1]
    heights += [
        r[2] for r in page.rules if abs(r[0] - x0) <= _SAME_END and abs(r[1] - x1) <= _SAME_END and r[2] > top + 2
    ]
    ends = len(heights) > 1
    if not ends:
        rows = _to_the_end(page, rows)
        heights.append(max(map(row_bottom, rows), default=top) + 1)
    bands: list[list[Row]] = []
    for above, below in pairwise(heights):
        band = [row for row in rows if above - 1 < row_middle(row) < below]
        gaps = middles_between(rows_to_columns(body + band))
        if not _keep_to(band, gaps, x0, x1) or (bands and row_top(band[0]) - above > _FAR * band[0][0].height):
            break
        bands.append(band)
    if not bands:
        return None
    over = [min(map(row_top, header)) - 1] if again else []
    return FoundTable(
        page.number,
        x0,
        x1,
        [*over, *heights[: len(bands) + 1]],
        [header, *bands] if again else bands,
        [rule for rule in page.rules if over and over[0] < rule[2] < heights[0] - 1],
        header=again,
        ends=ends,
    )


def _keep_to(rows: Sequence[Row], gaps: Sequence[float], x0: float, x1: float) -> bool:
    """Whether rows go on in the columns of a table: none stands aside, few lie over a gap, the first less than any."""
    if not any(len(row) > 1 for row in rows) or (len(rows[0]) < 2 and not keeps_to(rows[0], gaps)):
        return False
    aside = any(row[0].x0 < x0 - 2 or row[-1].x1 > x1 + 2 for row in rows)
    return not aside and sum(not keeps_to(row, gaps) for row in rows) <= max(len(rows[0]) > 2, _FEW * len(rows))


def _from_the_beginning(page: OpenPage, rows: Sequence[Row]) -> list[Row]:
    """The rows without what is printed over the text of every page: a line in the margin, far from the next."""
    kept = list(rows)
    while len(kept) > 1 and row_bottom(kept[0]) < _MARGIN * page.height:
        apart = row_top(kept[1]) - row_bottom(kept[0])
        if apart < kept[0][0].height and not any(row_bottom(kept[0]) < r[2] < row_top(kept[1]) for r in page.rules):
            break
        if len(kept[0]) > 2:
            break
        kept = kept[1:]
    return kept


def _to_the_end(page: OpenPage, rows: Sequence[Row]) -> list[Row]:
    """The rows without the page's number and what else is printed under the text of every page."""
    kept = list(rows)
    steps = [row_middle(below) - row_middle(above) for above, below in pairwise(kept)]
    pitch = median(steps) if steps else 0.0
    while kept and row_top(kept[-1]) > (1 - _MARGIN) * page.height and len(kept[-1]) < 3:
        far = len(kept) > 1 and row_middle(kept[-1]) - row_middle(kept[-2]) > _FAR * pitch
        number = len(kept[-1]) == 1 and _PAGE_NUMBER.match(kept[-1][0].text)
        if not (far or number):
            break
        kept.pop()
    return kept


def _texts(rows: Sequence[Row]) -> list[str]:
    return ["".join(segment.text.split()) for row in rows for segment in row]


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
    return [group for group in groups if len(group) > 1]


def _touches(rule: Rule, frame: Box) -> bool:
    return frame[1] - 2 <= rule[2] <= frame[3] + 2 and rule[0] < frame[2] and rule[1] > frame[0]


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
    columns = rows_to_columns(several)
    if len(columns) < 2:
        return False
    gaps = middles_between(columns)
    return sum(not keeps_to(row, gaps) for row in rows if len(row) == 1) <= _FEW * len(rows)
