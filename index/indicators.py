"""Figures to indicators: which statements measure the same thing, and where they disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure, Period

_NUMBERING = re.compile(r"^\s*(?:\d+(?:[.\-]\d+)+|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_MARKS = re.compile(r"[\s、，。；：:;,.“”\"‘’《》〈〉【】·…]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as one stored document states it, and the headings over it, outermost first."""

    document: int
    figure: Figure
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one or many statements measure. `statements` are (document, figure key); `conflict` says that two of them
    cannot both be right; `joined_by` names what they have in common, for a person who asks why they were joined."""

    key: str
    subject: tuple[str, ...]
    measure: str
    period: Period | None
    level: str
    unit: str
    statements: tuple[tuple[int, int], ...]
    conflict: bool
    joined_by: str


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a printed value may stand for, in the base unit. None: unbounded."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        # A value that rounds to the upper end of one interval rounds to the next printed value.
        below = self.high is not None and other.low is not None and self.high <= other.low
        above = self.low is not None and other.high is not None and self.low >= other.high
        return not (below or above)


def figures_to_indicators(statements: Iterable[Statement], lexicon: Lexicon) -> tuple[Indicator, ...]:
    """Statements grouped by label, measure, period, level and base unit, in the order of their first statement.

    A label that sentences of sibling branches use (完成率 of every project), or that is empty, names nothing by itself:
    its statements meet only within one branch. A statement without a period joins those of the one period that
    the others of its group have, if they agree with it.
    """
    groups: dict[_Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        figure = statement.figure
        label = figure_label(figure, lexicon)
        groups[_Key(label, figure.measure, figure.level, lexicon.base_unit(figure.unit)[0])].append(statement)
    indicators: list[Indicator] = []
    for key, members in groups.items():
        for scoped in (apart for group in _within_branches(key.label, members) for apart in _apart(group)):
            by_period: dict[Period | None, list[Statement]] = defaultdict(list)
            for statement in scoped:
                by_period[statement.figure.period].append(statement)
            _settle_undated(by_period, lexicon)
            for period, same in by_period.items():
                if same:
                    indicators.append(_indicator(key, period, same, lexicon))
    indicators.sort(key=lambda indicator: indicator.statements[0])
    return tuple(indicators)


def figure_label(figure: Figure, lexicon: Lexicon) -> str:
    """The innermost words of what a figure measures, without numbering, brackets, marks and words of the measure.

    The label of a total (合计, 总计) is empty: its measure says what it is a total of. In a table without row labels
    the outer column header is the label.
    """
    place = figure.place
    if place.table is not None and not figure.end and not place.row:
        return normal_label("".join(place.column[:-1]))
    if place.table is None or figure.end:
        return _label_in_words(figure, lexicon)
    for part in reversed(figure.subject):
        label = normal_label(part)
        for word in sorted(lexicon.tables.total, key=len, reverse=True):
            label = label.replace(word, "")
        measure = lexicon.measures.get(figure.measure)
        stripped = label
        if measure is not None:
            for word in sorted(measure.phrases, key=len, reverse=True):
                stripped = stripped.replace(word, "")
        if stripped or part is figure.subject[-1]:
            return label if measure is None else stripped
    return ""


def _label_in_words(figure: Figure, lexicon: Lexicon) -> str:
    """The words at the figure; with the topic before them if they are too short to name anything (一等奖, 其中发明)."""
    measure = lexicon.measures.get(figure.measure)
    words = sorted(measure.phrases, key=len, reverse=True) if measure is not None else []
    parts: list[str] = []
    for part in reversed(figure.subject[-2:]):
        label = normal_label(part)
        for word in words:
            label = label.replace(word, "")
        parts.insert(0, label.removesuffix("的"))
        if len(parts[0]) >= SHORT_LABEL:
            break
    return "".join(parts)


def normal_label(text: str) -> str:
    """A label as it is compared: no numbering, brackets, marks or spaces, no 等 at the end."""
    text = _NUMBERING.sub("", text)
    text = _BRACKETS.sub("", text)
    return _MARKS.sub("", text).removesuffix("等")


def figure_interval(figure: Figure, lexicon: Lexicon) -> Interval:
    """The values that a printed figure may stand for: half a unit of its last digit either way, opened by its bound."""
    factor = lexicon.base_unit(figure.unit)[1]
    half = Decimal(1).scaleb(-figure.decimals) / 2
    low, high = (figure.value - half) * factor, (figure.value + half) * factor
    match figure.bound:
        case Bound.AT_LEAST:
            return Interval(low, None)
        case Bound.AT_MOST:
            return Interval(None, high)
        case Bound.OVER:
            return Interval(low, high + abs(high) / 5)
        case Bound.UNDER:
            return Interval(low - abs(low) / 5, high)
        case Bound.ABOUT:
            return Interval(low - abs(low) / 20, high + abs(high) / 20)
        case _:
            return Interval(low, high)


def disagree(figures: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether two of the figures cannot both be right."""
    intervals = [figure_interval(figure, lexicon) for figure in figures]
    return any(not a.meets(b) for i, a in enumerate(intervals) for b in intervals[i + 1 :])


class _Key(NamedTuple):
    label: str
    measure: str
    level: str
    unit: str


SHORT_LABEL = 4
"""Labels of fewer characters name nothing by themselves."""


def _within_branches(label: str, members: Sequence[Statement]) -> Iterable[list[Statement]]:
    """The statements as one group, or, where their label names nothing by itself, one group for each branch."""
    branches: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    siblings: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for statement in members:
        in_row = statement.figure.place.table is not None and bool(statement.figure.place.row)
        if in_row and not label:
            branches["total",].append(statement)
            continue
        branches[statement.document, *statement.headings[: 2 if label else None]].append(statement)
        if not in_row:
            siblings[statement.document, *statement.headings[:1]].add(statement.headings[:2])
    if label and all(len(paths) == 1 for paths in siblings.values()):
        return [list(members)]
    return list(branches.values())


def _apart(members: list[Statement]) -> Iterable[list[Statement]]:
    """Statements that stand side by side do not say the same thing twice.

    Figures of one table row under different headers are told apart by their headers, also in other tables; figures of
    one sentence that share label and period are told apart each from all others.
    """
    columns: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    in_sentence: dict[tuple[object, ...], int] = defaultdict(int)
    for s in members:
        place = s.figure.place
        if place.table is not None and not s.figure.end:
            columns[s.document, place.table, place.row, s.figure.period].add(place.column)
        else:
            in_sentence[_sentence(s)] += 1
    by_header = any(len(headers) > 1 for headers in columns.values())
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in members:
        place = s.figure.place
        if place.table is not None and not s.figure.end:
            groups[normal_label("".join(place.column)) if by_header else ""].append(s)
        elif in_sentence[_sentence(s)] > 1:
            groups[s.document, s.figure.key].append(s)
        else:
            groups[""].append(s)
    return groups.values()


def _sentence(statement: Statement) -> tuple[object, ...]:
    place = statement.figure.place
    return statement.document, place.section, place.table, place.quote, statement.figure.period


def _settle_undated(by_period: Mapping[Period | None, list[Statement]], lexicon: Lexicon) -> None:
    undated = by_period.get(None)
    dated = [period for period in by_period if period is not None]
    if not undated or len(dated) != 1:
        return
    home = by_period[dated[0]]
    for statement in list(undated):
        if not disagree([statement.figure, *(s.figure for s in home)], lexicon):
            undated.remove(statement)
            home.append(statement)


def _indicator(key: _Key, period: Period | None, members: list[Statement], lexicon: Lexicon) -> Indicator:
    members.sort(key=lambda s: (s.document, s.figure.key))
    figures = [s.figure for s in members]
    parts = (key.label, key.measure, str(period or ""), key.level, key.unit)
    return Indicator(
        key="|".join(parts),
        subject=figures[0].subject,
        measure=key.measure,
        period=period,
        level=key.level,
        unit=key.unit,
        statements=tuple((s.document, s.figure.key) for s in members),
        conflict=bool(key.label or key.measure) and len(members) > 1 and disagree(figures, lexicon),
        joined_by=" · ".join(part for part in parts if part),
    )
