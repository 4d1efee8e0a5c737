"""What a rate of a table row may be computed from, by the meaning and the grouping of the headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.sheets import Entry, Line
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, Range, printed, rounded
from index.statements import Statement, normal_label

INPUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "rate": (("actual", "target"),),
    "spent_rate": (("spent", "received"), ("spent", "budget")),
    "received_rate": (("received", "budget"),),
    "budget_rate": (("budget", "budget"),),
    "share": (("spent", "received"), ("received", "budget"), ("spent", "budget"), ("actual", "target")),
}
"""What a rate of a row may be computed from: measures of the part and of the whole."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of the parts over the sum of the wholes; mostly one of each."""

    parts: tuple[Statement, ...]
    wholes: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (*self.parts, *self.wholes)

    def turned(self) -> Ratio:
        return Ratio(self.wholes, self.parts)

    def range(self) -> Range | None:
        """In percent; None if the whole may be zero."""
        return _sum_range(self.parts).ratio(_sum_range(self.wholes))

    def value(self) -> Decimal | None:
        """In percent, of the values as printed; None if the whole is zero."""
        whole = _sum(self.wholes)
        return _sum(self.parts) / whole * HUNDRED if whole else None

    def formula(self, decimals: int) -> str:
        """a / b = r%, or (a + c) / (b + d) = r%."""
        value = self.value()
        result = "—" if value is None else decimal_text(rounded(value, decimals))
        return f"{_terms(self.parts)} / {_terms(self.wholes)} = {result}%"


def rate_inputs(line: Line, entry: Entry) -> list[Ratio]:
    """The ratios that the rate of a row may be. A rate in a group of columns is of that group's figures; one beside a
    group of its own name (中期绩效指标完成度 beside 中期绩效指标 › …) is of all that the group holds, added up; else
    the pair whose headers are nearest counts."""
    assert entry.figure is not None
    group = _group(line, entry)
    inside = _pairs(entry.figure.measure, group, entry)
    if len(entry.column) > 1 and len(group) > 1:
        return inside or _by_position(group, line, entry)
    if pooled := _pooled(entry.figure.measure, group):
        return [pooled]
    return inside or _pairs(entry.figure.measure, [e.statement for e in line.entries if e.statement is not None], entry)


def _counts(line: Line) -> list[Statement]:
    """The figures of a row that rates are computed from, in the order of the columns."""
    return [e.statement for e in line.entries if e.statement is not None and e.statement.figure.unit != "%"]


def _group(line: Line, entry: Entry) -> list[Statement]:
    """The figures under the same outer header, or under the one that the rate's own header begins with."""
    counts = _counts(line)
    if len(entry.column) > 1:
        return [s for s in counts if s.figure.place.column[:-1] == entry.column[:-1]]
    name = normal_label("".join(entry.column))
    return [
        s
        for s in counts
        if len(s.figure.place.column) > 1
        and len(outer := normal_label(s.figure.place.column[0])) > 1
        and name.startswith(outer)
    ]


def _pairs(measure: str, figures: Sequence[Statement], entry: Entry) -> list[Ratio]:
    found: list[tuple[int, Ratio]] = []
    for part_measure, whole_measure in INPUTS[measure]:
        for part in figures:
            for whole in figures:
                if part is whole or (part.figure.measure, whole.figure.measure) != (part_measure, whole_measure):
                    continue
                if part.figure.unit != whole.figure.unit:
                    continue
                near = _shared(part.figure.place.column, entry.column) + _shared(
                    whole.figure.place.column, entry.column
                )
                found.append((near, Ratio((part,), (whole,))))
    nearest = max((near for near, _ in found), default=0)
    return [ratio for near, ratio in found if near == nearest or measure != "rate"]


def _by_position(group: Sequence[Statement], line: Line, entry: Entry) -> list[Ratio]:
    """The two figures right before the rate in its group: 指标, 完成数, 完成率, whatever the first is called."""
    columns = [e.column for e in line.entries]
    at = columns.index(entry.column)
    before = [s for s in group if columns.index(s.figure.place.column) < at]
    if len(before) < 2 or before[-1].figure.unit != before[-2].figure.unit:
        return []
    return [Ratio((before[-1],), (before[-2],))]


def _pooled(measure: str, group: Sequence[Statement]) -> Ratio | None:
    """All parts over all wholes of a group with several of both."""
    by_measure: dict[str, list[Statement]] = defaultdict(list)
    for statement in group:
        by_measure[statement.figure.measure].append(statement)
    for part, whole in INPUTS[measure]:
        if part != whole and len(by_measure[part]) == len(by_measure[whole]) > 1:
            return Ratio(tuple(by_measure[part]), tuple(by_measure[whole]))
    return None


def _sum(statements: Sequence[Statement]) -> Decimal:
    return sum((s.figure.value for s in statements), Decimal(0))


def _sum_range(statements: Sequence[Statement]) -> Range:
    total = Range(Decimal(0), Decimal(0))
    for statement in statements:
        total = total + printed(statement.figure)
    return total


def _terms(statements: Sequence[Statement]) -> str:
    terms = " + ".join(decimal_text(s.figure.value) for s in statements)
    return f"({terms})" if len(statements) > 1 else terms


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
