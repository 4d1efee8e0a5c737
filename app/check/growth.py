"""Growth and differences that sentences and tables state, against the two values that they are between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, Range, printed, rounded
from app.check.checked import Judgement, cannot_check, holds
from app.check.finding import make_finding, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement, own_words
from ingest.records import Figure
from prompts import message

_MOST_LABELS = 3
_POINTS = ("个百分点",)
_NEAR = Decimal("1.5")
"""A stated growth that is off by more points than this is of other values."""


def check_growth(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Difference columns of tables, and changes that sentences state of a row with both years."""
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            yield from _check_difference(line, sheet, knowledge, language)
    yield from _check_sentences(knowledge, language)


def _check_difference(line: Line, sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A difference column against the pair of the row's other figures that most rows of the sheet take it from."""
    for entry in line.entries:
        if entry.statement is None or entry.statement.figure.measure != "difference":
            continue
        pair = _pair_of(sheet, entry.column, knowledge)
        if pair is None:
            yield cannot_check("derived", [entry.statement], message(language, "check.open_inputs"))
            continue
        a, b = (_at(line, column) for column in pair)
        if a is None or b is None:
            continue
        stated = entry.statement.figure
        found = _difference(a.figure, b.figure)
        value = a.figure.value - b.figure.value
        formula = f"{decimal_text(a.figure.value)} − {decimal_text(b.figure.value)} = {decimal_text(value)}"
        if found.meets(_printed(stated)):
            yield holds("derived", [entry.statement, a, b], formula)
            continue
        summary = message(
            language,
            "check.difference",
            name=" › ".join((*line.path[-1:], *entry.column[-1:])),
            stated=decimal_text(stated.value),
            expected=decimal_text(value),
        )
        places = [stated_at(knowledge.snapshot, s) for s in (entry.statement, a, b)]
        yield make_finding("derived", "medium", summary, places, recomputed=formula)


def _difference(a: Figure, b: Figure) -> Range:
    return _printed(a) - _printed(b)


def _printed(figure: Figure) -> Range:
    """Sums of money in whole units are rounded ones; counts are not."""
    return printed(figure, whole="元" not in figure.unit)


def _pair_of(
    sheet: Sheet, column: tuple[str, ...], knowledge: Knowledge
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The two columns whose difference this column is in most rows."""
    votes: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = defaultdict(int)
    rows = 0
    for line in sheet.lines:
        stated = _at(line, column)
        if stated is None:
            continue
        rows += 1
        others = [e.statement for e in line.entries if e.statement is not None and e.column != column]
        for a in others:
            for b in others:
                if a is not b and _difference(a.figure, b.figure).meets(_printed(stated.figure)):
                    votes[a.figure.place.column, b.figure.place.column] += 1
    if not votes:
        return None
    best, count = max(votes.items(), key=lambda item: item[1])
    return best if count >= 2 and count * 2 > rows else None


def _check_sentences(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """比 X 年增长 r% and 下降 d 个百分点: against rows that hold the same thing for both years."""
    rows = _series(knowledge)
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        if figure.measure != "difference" or figure.place.table is not None or not figure.subject:
            continue
        words = "".join(figure.subject[-2:])
        beside = (
            *knowledge.lexicon.holders.other,
            *knowledge.lexicon.measures["target"].phrases,
            *check_words().changes.means,
        )
        if any(word in figure.place.quote for word in beside):
            continue
        labels = [label for label in rows if len(label) > 1 and label in words][:1]
        labels = list(dict.fromkeys((*labels, *_begun_alike(figure, rows))))
        series = [s for label in labels for s in rows[label]]
        if series:
            yield from _check_change(statement, series, knowledge, language)


def _begun_alike(change: Figure, rows: Mapping[str, object]) -> list[str]:
    """The row labels that begin with what the change is of (出院比2020年增长: 出院量); none if many do."""
    name = re.split(check_words().changes.compared, own_words(change))[0]
    found = [label for label in rows if label.startswith(name)] if len(name) > 1 else []
    return found if len(found) <= _MOST_LABELS else []


def _series(knowledge: Knowledge) -> dict[str, list[Statement]]:
    """Per row label the row's figures, of all sheets; longest labels first."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            label = _bare(line.name)
            if not line.total and label:
                found[label].extend(
                    e.statement
                    for e in line.entries
                    if e.statement is not None and e.statement.figure.measure != "target"
                )
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _check_change(
    statement: Statement, series: Sequence[Statement], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    figure = statement.figure
    points = figure.unit in _POINTS
    nearest: tuple[Decimal, Statement, Statement] | None = None
    for a in series:
        for b in series:
            if (
                a is b
                or not b.figure.value
                or a.figure.unit != b.figure.unit
                or a.figure.place.row != b.figure.place.row
            ):
                continue
            if not _later(a.figure, b.figure, figure):
                continue
            if points and a.figure.unit != "%":
                continue
            value = abs(a.figure.value - b.figure.value)
            if figure.unit == "%" and not points:
                value = value / b.figure.value * HUNDRED
            elif figure.unit != a.figure.unit and not points:
                continue
            if abs(value - figure.value) <= Decimal(1).scaleb(-figure.decimals) / 2 + Decimal("0.005"):
                yield holds("derived", [statement, a, b], _change_formula(a, b, value, figure))
                return
            if nearest is None or abs(value - figure.value) < abs(nearest[0] - figure.value):
                nearest = value, a, b
    if nearest is None or (abs(nearest[0] - figure.value) > _NEAR and not _names_base(figure, nearest[2].figure)):
        return
    value, a, b = nearest
    expected = rounded(value, figure.decimals)
    formula = _change_formula(a, b, value, figure)
    summary = message(
        language,
        "check.change",
        name="".join(figure.subject[-1:]),
        stated=f"{decimal_text(figure.value)}{figure.unit}",
        expected=f"{decimal_text(expected)}{figure.unit}",
    )
    places = [stated_at(knowledge.snapshot, s) for s in (statement, a, b)]
    yield make_finding("derived", "medium", summary, places, recomputed=formula, confidence="0.75")


def _names_base(change: Figure, base: Figure) -> bool:
    """Whether the sentence says the year that the change is counted from: 比2020年增长."""
    year = str(base.period.last) if base.period is not None else ""
    words = "".join(change.place.quote.split())
    return bool(year) and any(f"{word}{year}" in words for word in check_words().changes.since)


def _change_formula(a: Statement, b: Statement, value: Decimal, stated: Figure) -> str:
    after, before = decimal_text(a.figure.value), decimal_text(b.figure.value)
    if stated.unit == "%":
        return f"({after} − {before}) / {before} = {decimal_text(rounded(value, stated.decimals))}%"
    high, low = max(a.figure.value, b.figure.value), min(a.figure.value, b.figure.value)
    return f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"


def _later(a: Figure, b: Figure, change: Figure) -> bool:
    """Whether `a` is of a later year than `b`, and of the year that the change is stated for, if that is known."""
    if a.period is None or b.period is None or a.period.part or b.period.part:
        return False
    fits = change.period is None or a.period.last == change.period.last or b.period.first == change.period.first
    return fits and a.period.last > b.period.last


def _at(line: Line, column: tuple[str, ...]) -> Statement | None:
    return next((e.statement for e in line.entries if e.column == column), None)


def _bare(name: str) -> str:
    return name.split("（")[0].split("(")[0].replace(" ", "").replace("年", "")
