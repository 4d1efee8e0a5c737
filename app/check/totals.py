"""What a sentence says of the whole against the row of a table that is of all its rows: 读者满意度 and 读者总体满意度,
实际支出 and 合计."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.check.clusters import Link
from app.check.vocabulary import check_words
from index.restatements import statement_name
from index.statements import Statement
from ingest.records import Bound

_MONEY = ("budget", "received", "spent")
_NEAREST = Decimal("0.8")


def total_links(knowledge: Knowledge) -> Iterator[Link]:
    """Sentences outside the projects, each with the total row of its measure and time that it does not agree with."""
    rows: dict[tuple[int, str, str, object], list[Statement]] = defaultdict(list)
    told: list[tuple[Statement, str]] = []
    for s in knowledge.snapshot.figures:
        name = statement_name(s.figure, knowledge.lexicon)
        if name is None or s.holder or s.figure.bound is not Bound.EXACT:
            continue
        if (s.document, s.figure.place.section) in knowledge.projects:
            continue
        in_row = s.figure.place.table is not None and not s.figure.end
        bare = _without_overall(name)
        if in_row and (bare != name or (not name and s.figure.measure in _MONEY)):
            rows[s.document, bare, s.figure.measure, s.figure.period].append(s)
        elif s.figure.place.table is None and s.figure.measure:
            told.append((s, bare))
    for s, name in told:
        if not name and s.figure.measure not in _MONEY:
            continue
        same = rows.get((s.document, name, s.figure.measure, s.figure.period), [])
        values = {_value(row, knowledge) for row in same}
        tables = {row.figure.place.table for row in same}
        if len(values) != 1 or len(tables) != 1 or not _may_differ(_value(s, knowledge), *values):
            continue
        yield Link((same[0], s), "0.7", "check.worded")


def _without_overall(name: str) -> str:
    for word in check_words().totals.overall:
        name = name.replace(word, "")
    return name


def _value(statement: Statement, knowledge: Knowledge) -> Decimal:
    return statement.figure.value * knowledge.lexicon.base_unit(statement.figure.unit)[1]


def _may_differ(a: Decimal, b: Decimal) -> bool:
    low, high = sorted((a, b))
    return low != high and low >= _NEAREST * high > 0
