"""What stated figures can be reckoned from: parts in the same passage, the two values of a change, the years of a row,
the means of a table. Only what comes out right; a cross-check judges what does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import same_kind
from app.ask.sheets import Line
from app.ask.writing import decimal_text
from index.indicators import Statement
from index.tokens import text_to_tokens
from ingest.records import Bound

MOST = 9
"""Parts that are added up at most."""
BESIDE = 4
"""Figures between a change and the two values that it lies between."""
SMALL = 10
"""Figures up to this one are sums of others by chance."""
TOLD = 1
"""Tokens that a total and the row that adds up to it must share."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A figure, what it was reckoned from, the formula with its result, and whether the figure is that result. `kind`:
    `parts` of a sum, or `derived` otherwise."""

    kind: str
    figure: Statement
    inputs: tuple[Statement, ...]
    formula: str
    holds: bool


def knowledge_to_derivations(knowledge: Knowledge) -> tuple[Reckoning, ...]:
    """Every figure that others add up to, differ by or are the mean of, where it says that it is such."""
    return (*_of_passages(knowledge), *_of_years(knowledge), *_of_means(knowledge))


def _of_passages(knowledge: Knowledge) -> Iterator[Reckoning]:
    beside: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        if s.figure.passage is not None and s.figure.bound is Bound.EXACT:
            beside[s.document, s.figure.passage].append(s)
    for statements in beside.values():
        statements.sort(key=lambda s: s.figure.start)
        for at, whole in enumerate(statements):
            if whole.figure.unit in ("", "%"):
                continue
            alike = [
                s
                for s in statements
                if s is not whole
                and same_kind(s.figure.unit, whole.figure.unit, knowledge)
                and not _is_change(s, knowledge)
            ]
            parts = next(_runs(alike, whole), None)
            if parts is not None:
                yield _sum(whole, parts)
            elif _is_change(whole, knowledge):
                pair = _ends(statements[max(0, at - BESIDE) : at], whole, knowledge)
                if pair is not None:
                    yield _difference(whole, *pair)


def _runs(alike: Sequence[Statement], whole: Statement) -> Iterator[Sequence[Statement]]:
    """Neighbouring figures that add up to the whole: of the same sentence, or large enough not to do so by chance."""
    for first in range(len(alike)):
        total = Decimal(0)
        for last in range(first, min(len(alike), first + MOST)):
            total += alike[last].figure.value
            if total > whole.figure.value:
                break
            run = alike[first : last + 1]
            near = whole.figure.value > SMALL or all(s.figure.place.quote == whole.figure.place.quote for s in run)
            if total == whole.figure.value and last > first and near and all(s.figure.value for s in run):
                yield run


def _is_change(statement: Statement, knowledge: Knowledge) -> bool:
    words = " ".join(statement.figure.subject[-1:])
    return statement.figure.measure == "difference" or any(knowledge.words.has(k, words) for k in ("difference", "gap"))


def _ends(before: Sequence[Statement], change: Statement, knowledge: Knowledge) -> tuple[Statement, Statement] | None:
    """The last two figures before it that it lies between."""
    alike = [s for s in before if same_kind(s.figure.unit, change.figure.unit, knowledge)]
    for at in range(len(alike) - 1, 0, -1):
        for other in range(at - 1, -1, -1):
            pair = alike[other], alike[at]
            if abs(pair[0].figure.value - pair[1].figure.value) == change.figure.value:
                return pair
    return None


def _of_years(knowledge: Knowledge) -> Iterator[Reckoning]:
    """Totals over several years, stated elsewhere, that the years of a table's row add up to."""
    by_value: dict[Decimal, list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        if s.figure.bound is Bound.EXACT and s.figure.value > SMALL:
            by_value[s.figure.value].append(s)
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            for years in _years_of(line).values():
                total = sum((s.figure.value for s in years), Decimal(0))
                tokens = set(text_to_tokens(" ".join((sheet.title, *line.path, *years[0].figure.place.column))))
                for whole in by_value.get(total, ()) if len(years) > 1 else ():
                    if _is_total_of(whole, years, tokens, knowledge):
                        yield _sum(whole, years)


def _years_of(line: Line) -> Mapping[tuple[str, str], list[Statement]]:
    """Figures of single years by their own header and unit."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for entry in line.entries:
        period = entry.figure.period if entry.figure else None
        if entry.statement is None or entry.figure is None or period is None or period.first != period.last:
            continue
        if not period.part and entry.figure.unit != "%" and len(entry.column) > 1:
            found[entry.column[-1], entry.figure.unit].append(entry.statement)
    return found


def _is_total_of(whole: Statement, years: Sequence[Statement], tokens: set[str], knowledge: Knowledge) -> bool:
    period, place = whole.figure.period, whole.figure.place
    if period is not None and period.first == period.last:
        return False
    if place.table is not None and place.table == years[0].figure.place.table:
        return False
    told = set(text_to_tokens(" ".join(whole.figure.subject[-2:])))
    return len(told & tokens) >= TOLD and same_kind(whole.figure.unit, years[0].figure.unit, knowledge)


def _of_means(knowledge: Knowledge) -> Iterator[Reckoning]:
    """A column that says it is a mean, of the columns beside it under the same header."""
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            for entry in line.entries:
                header = "".join(entry.column[-1:])
                if entry.statement is None or entry.figure is None or not knowledge.words.has("average", header):
                    continue
                parts = [
                    e.statement
                    for e in line.entries
                    if e.statement is not None and e is not entry and e.column[:-1] == entry.column[:-1]
                ]
                if len(parts) < 2 or any(s.figure.unit != entry.figure.unit for s in parts):
                    continue
                mean = sum((s.figure.value for s in parts), Decimal(0)) / len(parts)
                half = Decimal(1).scaleb(-entry.figure.decimals) / 2
                if abs(mean - entry.figure.value) <= half:
                    terms = " + ".join(decimal_text(s.figure.value) for s in parts)
                    formula = f"({terms}) / {len(parts)} = {decimal_text(entry.figure.value)}"
                    yield Reckoning("derived", entry.statement, tuple(parts), formula, True)


def _sum(whole: Statement, parts: Sequence[Statement]) -> Reckoning:
    terms = " + ".join(decimal_text(s.figure.value) for s in parts)
    return Reckoning("parts", whole, tuple(parts), f"{terms} = {decimal_text(whole.figure.value)}", True)


def _difference(change: Statement, first: Statement, last: Statement) -> Reckoning:
    high, low = sorted((first.figure.value, last.figure.value), reverse=True)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(change.figure.value)}"
    return Reckoning("derived", change, (first, last), formula, True)
