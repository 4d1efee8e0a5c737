"""Counts of single years against what is stated for all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.check.branches import Branches
from app.check.checked import sum_formula
from app.check.clusters import Link
from app.check.reconciled import counts_some, counts_undone
from app.check.things import kin_things
from index.names import LONG, families
from index.restatements import plain_name, statement_name, statement_names
from index.statements import Statement
from ingest.records import Bound

FURTHEST = Decimal("0.3")
"""A total below this share of the sum, or the sum below this share of it, counts something else."""
_COUNTED = ("", "actual")
_UNCOUNTED = ("%", "‰", "个百分点", "元", "万元", "亿元", "分", "天", "年", "月")


def yearly_links(knowledge: Knowledge, branches: Branches) -> Iterator[Link]:
    """Totals that are neither the sum of the years (新增 10 and 3 make 13) nor the state at the end of the last."""
    for members in (*thing_families(knowledge, _COUNTED), *kin_things(knowledge, _COUNTED)):
        years = _years([s for s in members if not counts_undone(s, knowledge)])
        if len(years) < 2 or any(year + 1 not in years for year in sorted(years)[:-1]):
            continue
        parts = [years[year] for year in sorted(years)]
        total = sum((s.figure.value for s in parts), Decimal(0))
        fits = {total, parts[-1].figure.value}
        period = (min(years), max(years))
        wrong = [s for s in members if _is_total(s, period, years) and s.figure.value not in fits]
        wrong = [s for s in wrong if not any(branches.apart(s, part) for part in parts)]
        wrong = [s for s in wrong if FURTHEST * total <= s.figure.value <= total / FURTHEST]
        if wrong and total and not any(counts_some(s, knowledge) for s in parts):
            yield Link((*wrong, *parts), "0.7", "check.years_apart", sum_formula(parts, total))


def yearly_members(knowledge: Knowledge) -> frozenset[tuple[int, int]]:
    """Statements (document, figure) of one year of things that are counted for several."""
    found: set[tuple[int, int]] = set()
    for members in thing_families(knowledge, _COUNTED):
        dated = [s for s in members if (p := s.figure.period) is not None and p.first == p.last]
        if len({s.figure.period for s in dated}) > 1:
            found.update((s.document, s.figure.key) for s in dated)
    return frozenset(found)


def thing_families(knowledge: Knowledge, measures: Sequence[str], by_level: bool = True) -> list[list[Statement]]:
    """Statements of counts grouped by what they count: names the same or near, one holder and, unless `by_level` is
    False, one level."""
    lexicon, snapshot = knowledge.lexicon, knowledge.snapshot
    names = statement_names(snapshot.figures, lexicon)
    named = [
        (s, plain_name(name, lexicon))
        for s in snapshot.figures
        if s.figure.measure in measures
        and s.figure.unit not in _UNCOUNTED
        and (name := statement_name(s.figure, lexicon))
        and len(plain_name(name, lexicon)) >= LONG
    ]
    heads = families(names, [name for _, name in named])
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement, name in named:
        groups[heads[name], statement.figure.level if by_level else "", statement.holder].append(statement)
    return list(groups.values())


def _years(members: Sequence[Statement]) -> Mapping[int, Statement]:
    """The one count of each single year; none of a year that has several."""
    found: dict[int, list[Statement]] = defaultdict(list)
    for s in members:
        period = s.figure.period
        if period is not None and period.first == period.last and not period.part and s.figure.bound is Bound.EXACT:
            found[period.first].append(s)
    return {year: same[0] for year, same in found.items() if len({s.figure.value for s in same}) == 1}


def _is_total(statement: Statement, period: tuple[int, int], years: Mapping[int, Statement]) -> bool:
    """Whether the count is of all the years: it says so, or it is undated and not one year's."""
    figure = statement.figure
    if figure.bound is not Bound.EXACT:
        return False
    if figure.period is None:
        return all(figure.value != s.figure.value for s in years.values())
    return (figure.period.first, figure.period.last) == period and not figure.period.part
