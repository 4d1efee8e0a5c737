"""Statements to indicators: which figures measure the same thing, and where they disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.intervals import disagree, figure_interval
from index.statements import Statement, figure_label, is_specific, normal_label, own_words
from ingest.lexicon import Lexicon
from ingest.records import Period

__all__ = ["Indicator", "Statement", "disagree", "figure_interval", "figures_to_indicators", "normal_label"]

_SHORTEST = 4
BRANCHES = ((1, 4), (2, 2), (3, 4))
"""Depth of headings, and how many siblings of it must use a label for it to name what is each one's own."""
_SAME_MEASURE = {"actual": ""}
"""完成 3 项 and 3 项 measure the same where the rest is the same."""


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


def figures_to_indicators(statements: Iterable[Statement], lexicon: Lexicon) -> tuple[Indicator, ...]:
    """Statements grouped by label, measure, period, level, base unit and holder, in the order of their first statement.

    A label that names one thing by itself (职业技能等级证书) joins wherever it stands, also as the end of a longer
    one. A shorter one (获奖, 完成率) joins rows of the same row path, and sentences of one section about one topic.
    Statements without a period join those of the one period that the others have.
    """
    statements = list(statements)
    labels = _canonical([(figure_label(s.figure, lexicon), s.figure.measure) for s in statements], lexicon)
    groups: dict[_Key, list[Statement]] = defaultdict(list)
    for statement, label in zip(statements, labels, strict=True):
        figure = statement.figure
        unit = lexicon.base_unit(figure.unit)[0]
        measure = _SAME_MEASURE.get(figure.measure, figure.measure) if unit != "%" else figure.measure
        scope = () if is_specific(label, figure.measure, lexicon) else _scope(statement, label)
        groups[_Key(label, measure, figure.level, unit, statement.holder, scope)].append(statement)
    indicators: list[Indicator] = []
    for key, members in groups.items():
        for scoped in (apart for group in _within_branches(key, members) for apart in _apart(group)):
            by_period: dict[Period | None, list[Statement]] = defaultdict(list)
            for statement in scoped:
                by_period[statement.figure.period].append(statement)
            _settle_undated(by_period, lexicon)
            for period, same in by_period.items():
                if same:
                    indicators.append(_indicator(key, period, same, lexicon))
    indicators.sort(key=lambda indicator: indicator.statements[0])
    return tuple(indicators)


class _Key(NamedTuple):
    label: str
    measure: str
    level: str
    unit: str
    holder: str
    scope: tuple[object, ...]


def _canonical(labels: Sequence[tuple[str, str]], lexicon: Lexicon) -> list[str]:
    """Labels (with their measures) in their shortest form: 学校参与建设的…共同体 is …共同体, where that is a label too
    and names one thing."""
    specific = {(label, measure) for label, measure in labels if is_specific(label, measure, lexicon)}
    ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, measure in specific:
        ends[label[-2:], measure].append(label)
    shortest = {
        (label, measure): min((other for other in ends[label[-2:], measure] if label.endswith(other)), key=len)
        for label, measure in specific
    }
    return [shortest.get((label, measure), label) for label, measure in labels]


def _scope(statement: Statement, label: str) -> tuple[object, ...]:
    """What must be the same, besides the label, for statements whose label does not tell by itself."""
    figure = statement.figure
    if figure.place.table is not None and not figure.end:
        if not figure.place.row:
            return ("words", statement.document, *statement.headings[:2], label)
        if not label:
            return ("total",)
        return ("row", *map(normal_label, figure.place.row))
    topic = normal_label(figure.subject[-2]) if len(figure.subject) > 1 else ""
    own = figure.passage if label in topic or topic in label or figure.unit == "%" else None
    return ("words", statement.document, *statement.headings, topic, own)


def _within_branches(key: _Key, members: list[Statement]) -> Iterable[list[Statement]]:
    """The statements as one group, or, where sibling branches (the projects of one part) use the label for what is
    theirs, one group for each branch and one for the rows of tables about the whole."""
    if key.scope:
        return [members]
    own = [s for s in members if not (_is_cell(s) and s.figure.place.row)]
    for depth, enough in BRANCHES:
        siblings: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
        for s in own:
            siblings[s.document, *s.headings[: depth - 1]].add(s.headings[:depth])
        if all(len(branches) < enough for branches in siblings.values()):
            continue
        groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
        for s in members:
            in_row = _is_cell(s) and bool(s.figure.place.row)
            groups[("rows",) if in_row else (s.document, *s.headings[:depth])].append(s)
        return groups.values()
    return [members]


def _apart(members: list[Statement]) -> Iterable[list[Statement]]:
    """Statements that stand side by side do not say the same thing twice.

    Figures of one table row under different headers are told apart by their headers, also in other tables; figures of
    one sentence that share label and period are told apart each from all others, and so are those of one cell whose own
    words are too short to name anything.
    """
    columns: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    beside: dict[tuple[object, ...], int] = defaultdict(int)
    for s in members:
        if _is_cell(s):
            place = s.figure.place
            columns[s.document, place.table, place.row, s.figure.period].add(place.column)
        else:
            beside[_neighbourhood(s)] += 1
    by_header = any(len(headers) > 1 for headers in columns.values())
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in members:
        if _is_cell(s):
            groups[normal_label("".join(s.figure.place.column)) if by_header else ""].append(s)
        elif beside[_neighbourhood(s)] > 1:
            groups[s.document, s.figure.key].append(s)
        else:
            groups[""].append(s)
    return groups.values()


def _is_cell(statement: Statement) -> bool:
    return statement.figure.place.table is not None and not statement.figure.end


def _neighbourhood(statement: Statement) -> tuple[object, ...]:
    """The sentence of a statement, or its whole cell if its own words are too short to name anything."""
    place = statement.figure.place
    where = (statement.document, place.section, place.table, place.row, place.column)
    if place.table is not None and len(own_words(statement.figure)) < _SHORTEST:
        return (*where, statement.figure.period)
    return (*where, place.quote, statement.figure.period)


def _settle_undated(by_period: Mapping[Period | None, list[Statement]], lexicon: Lexicon) -> None:
    """Undated statements join the dated ones that they agree with, if those are of one period only."""
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
    first = members[0].figure
    parts = (key.label, first.measure, str(period or ""), key.level, key.unit, key.holder)
    return Indicator(
        key="|".join(parts),
        subject=first.subject,
        measure=first.measure,
        period=period,
        level=key.level,
        unit=key.unit,
        statements=tuple((s.document, s.figure.key) for s in members),
        conflict=bool(key.label or key.measure) and any(True for _ in _conflicting(members, lexicon)),
        joined_by=" · ".join(part for part in parts if part),
    )


def _conflicting(members: Sequence[Statement], lexicon: Lexicon) -> Iterator[tuple[Statement, Statement]]:
    """Pairs that cannot both be right: values that no rounding brings together, of things that came about alike."""
    intervals = [figure_interval(s.figure, lexicon) for s in members]
    for i, a in enumerate(members):
        for j in range(i + 1, len(members)):
            if _alike(a, members[j], lexicon) and not intervals[i].meets(intervals[j]):
                yield a, members[j]


def _alike(a: Statement, b: Statement, lexicon: Lexicon) -> bool:
    """Whether both came about in the same way, as far as their clauses say; what was only meant is another thing."""
    meant = frozenset(lexicon.holders.intents)
    if a.acts & meant != b.acts & meant:
        return False
    return not a.acts or not b.acts or bool(a.acts & b.acts)
