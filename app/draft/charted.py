"""Charts of a draft: what its tables state in one unit, as bars; as lines where the columns are years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.answer import Chart, Language
from app.draft.manuscript import Block, Part, tidy
from app.draft.phrasing import words
from index.statements import Statement

MOST_LABELS = 16
LEAST_YEARS = 3
"""Years from which on they are drawn as a line."""
_YEAR = re.compile(r"^20\d{2}年?$")


def blocks_to_charts(blocks: Sequence[Block], language: Language) -> list[Chart]:
    """A chart for each table that states several figures in one unit; totals are left out."""
    return [chart for block in blocks if block.form == "table" and (chart := _chart(block, language)) is not None]


def _chart(block: Block, language: Language) -> Chart | None:
    header, *rows = block.rows
    rows = [row for row in rows if _text(row[0]) != words(language, "funds.total")][:MOST_LABELS]
    units = Counter(s.figure.unit for row in rows for cell in row[1:] for s in _statements(cell))
    if not units or len(rows) < 2:
        return None
    unit = units.most_common(1)[0][0]
    columns = [at for at in range(1, len(header)) if sum(_value(row[at], unit) is not None for row in rows) > 1]
    if not columns:
        return None
    names = {at: _text(header[at]) for at in columns}
    labels = [_text(row[0]) for row in rows]
    values = {names[at]: [_value(row[at], unit) for row in rows] for at in columns}
    if len(columns) >= LEAST_YEARS and all(_YEAR.match(name) for name in names.values()):
        by_row = {label: [values[name][i] for name in values] for i, label in enumerate(labels)}
        return Chart(kind="line", title=block.caption, labels=list(values), series=by_row, unit=unit)
    return Chart(kind="bar", title=block.caption, labels=labels, series=values, unit=unit)


def _statements(cell: Sequence[Part]) -> Iterator[Statement]:
    yield from (part for part in cell if isinstance(part, Statement))


def _value(cell: Sequence[Part], unit: str) -> Decimal | None:
    return next((s.figure.value for s in _statements(cell) if s.figure.unit == unit), None)


def _text(cell: Sequence[Part]) -> str:
    return tidy("".join(part for part in cell if isinstance(part, str)))
